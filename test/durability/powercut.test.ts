// The power is cut in the middle of a delivery: every disk that may be left comes up with everything acknowledged, a
// whole chain, and a door that is locked or alarmed. Two thousand images are `npm run test:powercut`. Skipped, with the
// reason on stderr, where strace is not installed.
import { afterAll, describe, expect, test } from 'vitest'
import { PowerCutRoom, momentsOf } from './powercut-run.ts'
import { straceMissing } from './strace.ts'
import { inLanes } from '../support/words.ts'

const IMAGES = 200
const UNSYNCED_IMAGES = 12
const LANES = 2
const SEED = 5

const reason = straceMissing()
if (reason !== null) process.stderr.write(`SKIPPED: power cuts (strace: ${reason}). Debian: strace\n`)

describe.skipIf(reason !== null)('a power cut', () => {
  const room = new PowerCutRoom()
  afterAll(() => room[Symbol.dispose]())
  const recording = reason === null ? room.record('delivery') : { steps: [], entries: [] }

  const findings = async (images: number, isSynced: boolean): Promise<readonly string[]> => {
    const found: string[] = []
    await inLanes(momentsOf(recording, { images, seed: SEED, isSynced }), LANES, async ({ disk, cut }) => {
      found.push(...(await room.judge(recording, disk, cut)))
    })
    return found
  }

  test('loses nothing that was acknowledged, and the door recovers', async () => {
    expect(await findings(IMAGES, true)).toEqual([])
  })

  test('a program that never synced would lose lines: the judgement can fail', async () => {
    expect((await findings(UNSYNCED_IMAGES, false)).join('\n')).toContain('are lost')
  })
})
