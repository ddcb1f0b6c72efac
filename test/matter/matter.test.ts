// Goal: a home stands in Matter as it is, and nothing opens by it that may not. Method: the story of `story.ts` between a
// real hub, its bridge, and controllers of matter.js 0.13.0, on a link of a private network: multicast on `lo` alone is not
// heard by that version. The controllers share ancestry with the bridge's library; no certified product was there.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const LINK = 'matter0'
const hasNetworks = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0

const network = [
  'ip link set lo up',
  `ip link add ${LINK} type veth peer name matter1`,
  'ip link set matter1 up',
  `ip addr add 192.168.77.1/24 dev ${LINK}`,
  `ip link set ${LINK} up`,
  `ip route add 224.0.0.0/4 dev ${LINK}`,
].join('; ')

if (!hasNetworks)
  process.stderr.write('SKIPPED: Matter needs root, unshare and iproute2 for a private network\n')

it.skipIf(!hasNetworks)('a home in Matter, from its pairing to its end', { timeout: 300_000 }, async () => {
  const story = join(import.meta.dirname, 'story.ts')
  const line = `${network}; exec "$0" --conditions=@portico/source ${JSON.stringify(story)} ${LINK}`
  const played = spawn('unshare', ['-n', '-m', 'sh', '-c', line, process.execPath], {
    cwd: root,
    env: { ...process.env, MATTER_MDNS_NETWORKINTERFACE: LINK },
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: 280_000,
  })
  let errors = ''
  played.stderr.setEncoding('utf8').on('data', (text: string) => void (errors += text))
  const [code] = await once(played, 'close')
  expect(errors.slice(-6_000)).toBe('')
  expect(code).toBe(0)
})
