// Goal: one truth. Whatever becomes of the door, every face says the same of it within a second, and none says locked of
// what is not proved; what is asked by a face goes through the gate and stands in the journal with actor and face. Method:
// the story of `truth-story.ts` in one world with a real hub, house, broker and Homebridge, a controller of matter.js 0.13.0
// and every other face there is at once (`truth-faces.ts`). A row that needs what the machine has not is left out, loudly.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findMosquitto } from '../support/mosquitto.ts'
import { endOf, hasPrivateLinks, playOnPrivateLink } from '../support/private-link.ts'

const WITHIN_MS = 240_000
const story = join(import.meta.dirname, 'truth-story.ts')
const isLinked = hasPrivateLinks()

if (findMosquitto() === null)
  process.stderr.write('SKIPPED: no Mosquitto on this machine: that MQTT tells the one truth is not tried\n')
if (!isLinked)
  process.stderr.write(
    'SKIPPED: Matter needs root, unshare and iproute2: that it tells the one truth is not tried\n',
  )

it('one world and every face', { timeout: WITHIN_MS + 10_000 }, async () => {
  const stdio = ['ignore', 'inherit', 'pipe'] as const
  const played = isLinked
    ? playOnPrivateLink([story], [...stdio], WITHIN_MS)
    : spawn(process.execPath, ['--conditions=@portico/source', story], {
        stdio: [...stdio],
        timeout: WITHIN_MS,
      })
  expect(await endOf(played)).toEqual({ code: 0, errors: '' })
})
