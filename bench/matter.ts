// Matter: from a controller's command to the order on its way to the lock, and from what the hub knows back to the
// controller; in a network of its own, which needs root.
import { once } from 'node:events'
import { join } from 'node:path'
import { hasPrivateLinks, playOnPrivateLink } from '../test/support/private-link.ts'

/** What others use where something is not there. */
const NOT_HERE = 77
const WITHIN_MS = 15 * 60_000

if (hasPrivateLinks()) {
  const script = join(import.meta.dirname, 'support/matter-main.ts')
  const bench = playOnPrivateLink([script, ...process.argv.slice(2)], 'inherit', WITHIN_MS)
  const [code] = await once(bench, 'close')
  process.exitCode = typeof code === 'number' ? code : 1
} else {
  console.log('matter: no root, unshare or iproute2 for a network of its own')
  process.exitCode = NOT_HERE
}
