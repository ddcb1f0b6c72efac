// A place with a camera and a bell and no lock: nothing is asked of hardware that is not there, a restart leaves nothing
// to be proved, nothing can be armed, opened or locked, and a person's alarm is an alarm all the same.
import { defaultSettings, nextDeadline } from '@portico/core'
import { expect, test } from 'vitest'
import { OP, OWNER, Story } from './story.ts'

const bare = (): Story =>
  new Story({ ...defaultSettings, bare: true }).tell({ type: 'Restarted', epoch: 1, was: 0, rebooted: false })

test('nothing is asked, at the first start and at every later one', () => {
  const story = bare()
  expect(story.issued).toEqual([])
  expect(nextDeadline(story.door)).toBeNull()
  story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: true })
  expect([story.issued, story.types]).toEqual([[], ['HubRestarted']])
  expect(nextDeadline(story.door)).toBeNull()
})

test('no time raises an alarm', () => {
  const story = bare().tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
  story.now += 600_000
  story.tell({ type: 'ReachDeadline' })
  expect(story.alarms).toEqual([])
})

test('it is never armed, even where the devices say that it is fit', () => {
  const story = bare().tell({ type: 'ReportFitness', unfit: null })
  expect(nextDeadline(story.door)).toBeNull()
  expect(story.arm().code).toBe('CEILING_PORCH')
  expect(story.phase).toBe('idle')
})

test('it is neither opened nor locked by hand', () => {
  const story = bare()
  const actor = OWNER
  story.tell({ type: 'RequestOpen', actor, right: true, assurance: story.door.gate.edgeSeen, op: OP })
  expect([story.code, story.issued]).toEqual(['LOCK_UNFIT', []])
  story.tell({ type: 'RequestLock', actor, right: true })
  expect([story.code, story.issued]).toEqual(['LOCK_UNFIT', []])
})

test('an alarm that a person calls ends with its answer, also after a restart', () => {
  const story = bare().tell({ type: 'CallAlarm', actor: OWNER })
  story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: true })
  expect(story.alarms).toEqual(['OWNER_CALLED'])
  for (const { alarm } of story.door.gate.alarms)
    story.tell({ type: 'AcknowledgeAlarm', actor: OWNER, alarm, secureByEye: false })
  expect(story.door.gate.alarms).toEqual([])
})
