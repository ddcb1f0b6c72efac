// kill -9 of a real process at its writes to the real store, in three stories; all twelve and every write are
// `npm run test:crash`. Judged is the house: truly locked, or an alarm, within a minute; nothing acknowledged is lost;
// nothing opens twice.
import { afterAll, expect, test } from 'vitest'
import { pointsOf, spread } from './crash-points.ts'
import { CrashRoom } from './crash-run.ts'
import { SAFE_WITHIN_MS } from './restart.ts'
import type { StoryName } from './stories.ts'
import { inLanes } from '../support/words.ts'

const KILLS_A_STORY = 6
const LANES = 2
const few: readonly StoryName[] = ['delivery', 'abort-inside-the-gate', 'restart-inside']

const room = new CrashRoom()
afterAll(() => room[Symbol.dispose]())

test.each(few)('%s: killed at its writes, started again', async (story) => {
  const found: string[] = []
  await inLanes(spread(pointsOf(story, await room.writes(story)), KILLS_A_STORY), LANES, async (dies) => {
    const { findings, safeAfterMs } = await room.crash(story, dies)
    expect(safeAfterMs).toBeLessThanOrEqual(SAFE_WITHIN_MS)
    found.push(...findings.map((finding) => `${dies.side} write ${dies.write}: ${finding}`))
  })
  expect(found).toEqual([])
})
