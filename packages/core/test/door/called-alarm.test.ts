// The alarm that a person calls: the siren at once, in every phase, and an end like that of any other alarm.
import { expect, test } from 'vitest'
import type { Effect } from '@portico/core'
import { OWNER, Story, into } from './story.ts'

const call = (story: Story): Story => story.tell({ type: 'CallAlarm', actor: OWNER })

const levels = ({ effects }: Story): number[] =>
  effects.flatMap((effect: Effect) => (effect.type === 'RaiseAlarm' ? [effect.level] : []))

function acknowledge(story: Story, secureByEye = false): Story {
  const [standing] = story.door.gate.alarms
  if (!standing) throw new Error('no alarm stands')
  return story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor: OWNER, secureByEye })
}

test('sounds the siren from the first moment and never softer after it', () => {
  const story = call(new Story().started())
  expect(levels(story)).toEqual([1])
  story.pass(60_000)
  expect(levels(story).every((level) => level >= 1)).toBe(true)
  expect(levels(story).at(-1)).toBe(2)
})

test('names who called', () => {
  const story = call(new Story().started())
  expect(story.events.find(({ type }) => type === 'AlarmCalled')).toMatchObject(OWNER)
})

test('called twice it is one alarm, and the second call writes nothing', () => {
  const story = call(call(new Story().started()))
  expect(story.alarms).toEqual(['OWNER_CALLED'])
  expect([story.types, story.issued]).toEqual([[], []])
})

test('acknowledged while nothing is under way it ends', () => {
  const story = acknowledge(call(new Story().started()))
  expect(story.types).toEqual(['AlarmAcknowledged', 'AlarmEnded'])
})

test('acknowledged in the middle of a visit it stands, and may be called again', () => {
  const story = acknowledge(call(into.inside()))
  expect([story.alarms, story.door.gate.alarms.length]).toEqual([[], 1])
  call(story)
  expect(story.types).toEqual(['AlarmCalled', 'AlarmRepeated'])
  expect(story.issued).toEqual(['RaiseAlarm'])
  expect(story.alarms).toEqual(['OWNER_CALLED'])
})

test('ends with an acknowledgement once the door is proved secure', () => {
  const story = acknowledge(call(into.relocking()))
  story.answers()
  expect(story.door.gate.alarms).toEqual([])
})

test('while it stands the entry that everything else speaks for is not let in', () => {
  const story = call(new Story().almost()).contact('closed')
  expect(story.phase).toBe('proving')
  for (let polls = 0; polls < 12 && story.phase === 'proving'; polls++) {
    story.answers().frames().tell({ type: 'ReportEdge' }).pass(1_000)
  }
  expect(story.effects.some(({ type }) => type === 'UnlockDoor')).toBe(false)
  expect(story.events.find(({ type }) => type === 'EntryRefused')).toMatchObject({ code: 'ALARM_STANDING' })
})
