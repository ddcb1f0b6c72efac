// L8: no restart gives an insecure door more time: the outer bound ends at the earlier of itself and 40 s after the
// restart; after a restart of the machine, whose clock begins anew, at the latter.
import { describe, expect, test } from 'vitest'
import { deadlinesOf } from '../../src/door/deadlines.ts'
import { into } from './story.ts'

const INSECURE_MAX = 208_000
const BOOT_MAX = 40_000

/** A courier is inside; the hub dies so long after the commit. */
function restarted(
  ms: number,
  rebooted: boolean,
): { committed: number; born: number; due: number | undefined } {
  const story = into.inside()
  const { session } = story.door
  if (!session || !('hot' in session)) throw new Error('not hot')
  const { committed } = session.hot
  story.now = committed + ms
  story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted })
  const due = deadlinesOf(story.door).find(({ name }) => name === 'insecure')?.due
  return { committed, born: story.now, due }
}

describe('the outer bound', () => {
  test.each([
    ['soon after the commit', 20_000],
    ['when forty seconds are left, less one', INSECURE_MAX - BOOT_MAX - 1],
  ])('a hub that dies %s has forty seconds', (_, ms) => {
    const { born, due } = restarted(ms, false)
    expect(due).toBe(born + BOOT_MAX)
  })
  test.each([
    ['when thirty-nine seconds are left', INSECURE_MAX - BOOT_MAX + 1000],
    ['in the last moment', INSECURE_MAX - 1],
  ])('a hub that dies %s has no more than was left', (_, ms) => {
    const { committed, due } = restarted(ms, false)
    expect(due).toBe(committed + INSECURE_MAX)
  })
  test('a machine that restarts has forty seconds, whatever its clock says', () => {
    const { born, due } = restarted(INSECURE_MAX - 1000, true)
    expect(due).toBe(born + BOOT_MAX)
  })
  test('is an alarm of its own, whatever was told before', () => {
    const story = into.inside()
    const { session } = story.door
    if (!session || !('hot' in session)) throw new Error('not hot')
    story.pass(session.hot.committed + INSECURE_MAX - 1 - story.now)
    expect(story.alarms).not.toContain('INSECURE_TOO_LONG')
    story.pass(1)
    expect(story.alarms).toContain('INSECURE_TOO_LONG')
  })
})
