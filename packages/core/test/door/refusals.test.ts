// A refusal says who asked and by which face, and where nobody did it names nobody.
import { describe, expect, test } from 'vitest'
import { type DoorCommandBody, type Face, actorId, alarmId, instant, op } from '@portico/core'
import { OP, SID, Story } from './story.ts'

const asker = (face: Face) => ({ by: actorId('f_7'), face })
const picture = { sha256: 'aa', captured: null }

/** Each of them is no good at a door where nothing goes on. */
const wishes: readonly DoorCommandBody[] = [
  { type: 'ApproveEntry', sid: SID, try: 0, actor: asker('voice'), picture, nonce: 'aa' },
  { type: 'DenyEntry', sid: SID, actor: asker('mqtt') },
  { type: 'AbortSession', sid: SID, actor: asker('matter') },
  { type: 'RequestOpen', actor: asker('homekit'), right: false, assurance: null, op: op('h_1') },
  { type: 'RequestLock', actor: asker('token'), right: false },
  { type: 'TakeOver', actor: asker('owner-page') },
  { type: 'AcknowledgeAlarm', alarm: alarmId('front!1.1'), actor: asker('display'), secureByEye: false },
  { type: 'CallAlarm', actor: asker('matter') },
]

describe('a refused wish', () => {
  test.each(wishes)('$type names its actor and face', (wish) => {
    const story = new Story().started().tell(wish)
    expect(story.types).toEqual(['Refused'])
    expect(story.events.at(-1)).toMatchObject({ command: wish.type, ...('actor' in wish && wish.actor) })
  })
})

test('what no person asked names nobody', () => {
  const story = new Story().armed().arm()
  expect(story.last?.events.map(({ event }) => event)).toEqual([
    {
      ...{ type: 'Refused', command: 'ArmSession', code: 'DOOR_BUSY' },
      ...{ mono: expect.any(Number), wall: expect.any(Number) },
    },
  ])
})

test('an opening whose dead-man does not arm is refused in the name of who asked for it', () => {
  const actor = asker('homekit')
  const story = new Story().started()
  story.tell({ type: 'RequestOpen', actor, right: true, assurance: instant(story.now), op: OP }).pass(5_000)
  expect(story.events.find(({ type }) => type === 'Refused')).toMatchObject({
    ...{ command: 'RequestOpen', code: 'DEADMAN_UNARMED' },
    ...actor,
  })
})
