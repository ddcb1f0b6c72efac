// Goal: a controller sees who rings, and nobody sees who may not. Method: the story of `video-story.ts` between a real hub,
// its bridge and controllers of matter.js 0.17.9, on a link of their own; pictures are received by werift. The controllers
// are of the bridge's own library, since no older one knows cameras; no certified product was there.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { endOf, hasPrivateLinks, playOnPrivateLink } from '../support/private-link.ts'

const WITHIN_MS = 180_000
const isPlayable = hasPrivateLinks()
if (!isPlayable)
  process.stderr.write('SKIPPED: Matter needs root, unshare and iproute2 for a network of its own\n')

it.skipIf(!isPlayable)('a door with a camera in Matter', { timeout: WITHIN_MS + 10_000 }, async () => {
  const played = playOnPrivateLink(
    [join(import.meta.dirname, 'video-story.ts')],
    ['ignore', 'inherit', 'pipe'],
    WITHIN_MS,
  )
  expect(await endOf(played)).toEqual({ code: 0, errors: '' })
})
