// Goal: a home stands in Matter as it is, and nothing opens by it that may not. Method: the story of `story.ts` between a
// real hub, its bridge, and controllers of matter.js 0.13.0, on a link of their own. The controllers share ancestry with the
// bridge's library; no certified product was there.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { endOf, hasPrivateLinks, playOnPrivateLink } from '../support/private-link.ts'

const WITHIN_MS = 280_000
const isPlayable = hasPrivateLinks()
if (!isPlayable)
  process.stderr.write('SKIPPED: Matter needs root, unshare and iproute2 for a network of its own\n')

it.skipIf(!isPlayable)(
  'a home in Matter, from its pairing to its end',
  { timeout: WITHIN_MS + 10_000 },
  async () => {
    const played = playOnPrivateLink(
      [join(import.meta.dirname, 'story.ts')],
      ['ignore', 'inherit', 'pipe'],
      WITHIN_MS,
    )
    expect(await endOf(played)).toEqual({ code: 0, errors: '' })
  },
)
