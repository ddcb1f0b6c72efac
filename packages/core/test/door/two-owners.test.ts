// An answer to an alarm is the answer of one person: it leaves that person in peace for two minutes and nobody else
// (safety design 1.4, note 3). The alarm itself ends with its cause, or by the eyes of somebody who stands at the door.
import { describe, expect, test } from 'vitest'
import { type Effect, actorId } from '@portico/core'
import { OWNER, Story, into } from './story.ts'

const ANNA = OWNER
const BEN = { by: actorId('u_2'), face: 'owner-page' } as const

function answer(story: Story, actor: typeof ANNA | typeof BEN, secureByEye = false): Story {
  const [standing] = story.door.gate.alarms
  if (!standing) throw new Error('no alarm stands')
  return story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor, secureByEye })
}

/** Whom each call of an alarm since then left in peace. */
const quietSince = ({ effects }: Story, from: number): (readonly string[])[] =>
  effects.slice(from).flatMap((effect: Effect) => (effect.type === 'RaiseAlarm' ? [effect.quiet] : []))

/** What is called while time passes. */
function called(story: Story, ms: number): (readonly string[])[] {
  const from = story.effects.length
  story.alive(ms)
  return quietSince(story, from)
}

const unproved = (): Story => new Story().relocking().alive(18_000)

describe('while the door is not proved', () => {
  test('the alarm goes on every five seconds for everybody but who answered', () => {
    const story = answer(unproved(), ANNA)
    const calls = called(story, 60_000)
    expect(calls.length).toBeGreaterThanOrEqual(11)
    expect(new Set(calls.map((quiet) => quiet.join()))).toEqual(new Set(['u_1']))
  })

  test('whoever answered is called again after two minutes, to the moment', () => {
    const story = answer(unproved(), ANNA)
    const until = story.now + 120_000
    story.alive(119_999)
    expect(story.door.gate.alarms).toMatchObject([{ acknowledged: true, quiet: [{ by: 'u_1', until }] }])
    expect(called(story, 1)).toEqual([[]])
    expect(story.alarms).toEqual(['RELOCK_UNPROVED'])
  })

  test('each has an own time', () => {
    const story = answer(unproved(), ANNA).alive(60_000)
    answer(story, BEN)
    expect(new Set(called(story, 59_000).map((quiet) => quiet.join()))).toEqual(new Set(['u_1,u_2']))
    expect(new Set(called(story, 59_000).map((quiet) => quiet.join()))).toEqual(new Set(['u_2']))
    expect(called(story, 6_000).at(-1)).toEqual([])
  })

  test('who answers twice has two minutes from the second', () => {
    const story = answer(unproved(), ANNA).alive(60_000)
    answer(story, ANNA)
    expect(called(story, 119_000).every((quiet) => quiet.join() === 'u_1')).toBe(true)
    expect(called(story, 2_000)).toContainEqual([])
  })

  test('it grows louder meanwhile as if nobody had answered', () => {
    const story = answer(unproved(), ANNA).alive(60_000)
    expect(story.effects.findLast(({ type }) => type === 'RaiseAlarm')).toMatchObject({ level: 2 })
  })

  test('what happens anew is told to everybody', () => {
    const story = answer(into.inside().tell({ type: 'CallAlarm', actor: BEN }), ANNA)
    const from = story.effects.length
    story.tell({ type: 'CallAlarm', actor: BEN })
    expect(quietSince(story, from)).toEqual([[]])
  })

  test('a restart forgets who answered', () => {
    const story = answer(unproved(), ANNA)
    story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false })
    expect(story.door.gate.alarms).toMatchObject([{ acknowledged: false, quiet: [] }])
  })
})

describe('it ends', () => {
  test('with the proof of the door, once one of them has answered', () => {
    expect(answer(unproved(), BEN).answers().door.gate.alarms).toEqual([])
  })
  test('by the proof alone for nobody', () => {
    expect(unproved().answers().alarms).toEqual(['RELOCK_UNPROVED'])
  })
  test('for all by the eyes of one who stands there', () => {
    expect(answer(unproved(), BEN, true).door.gate.alarms).toEqual([])
  })
  test('for all by one answer where nothing of ours is open', () => {
    const story = new Story().started().tell({ type: 'ReportTamper', on: true })
    expect(answer(story, BEN).types).toEqual(['AlarmAcknowledged', 'AlarmEnded'])
  })
})
