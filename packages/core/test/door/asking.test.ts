// Approval by fatigue (threats G18): a door asks its people three times within an hour and no more. Each limit one below,
// at, and one above it; and what a restart may and may not forget.
import { describe, expect, test } from 'vitest'
import { type Mode, instant } from '@portico/core'
import { OWNER, SID, Story } from './story.ts'

const HOUR = 3_600_000

/** The door was asked so long ago, ms each. */
function askedBefore(story: Story, ...ages: readonly number[]): Story {
  const at = ages.map((age) => instant(story.now - age))
  story.door = { ...story.door, gate: { ...story.door.gate, asks: { at, told: false } } }
  return story
}
/** A courier asks, is told no, and the next one is due. */
const askedAndDenied = (story: Story): Story =>
  story.presence().tell({ type: 'DenyEntry', sid: SID, actor: OWNER }).arm()

const notices = ({ effects }: Story): number =>
  effects.filter((effect) => effect.type === 'NotifyOwner' && effect.notice === 'ASK_LIMIT').length

describe('T12: questions of a door within an hour', () => {
  test.each([
    [2, 'authorising'],
    [3, 'armed'],
    [4, 'armed'],
  ])('after %i of them a courier who proves presence finds it %s', (count, phase) => {
    const ages = Array.from({ length: count }, (_, place) => 1000 * (place + 1))
    expect(askedBefore(new Story().armed(), ...ages).presence().phase).toBe(phase)
  })

  test.each([
    [HOUR - 1, 'armed'],
    [HOUR, 'authorising'],
    [HOUR + 1, 'authorising'],
  ])('the first of three was %i ms ago: %s', (age, phase) => {
    expect(askedBefore(new Story().armed(), age, 2000, 1000).presence().phase).toBe(phase)
  })

  test('are counted over visits, and the fourth is refused with its numbers', () => {
    const story = new Story().armed()
    for (let count = 0; count < 3; count++) askedAndDenied(story)
    story.presence()
    expect(story.last?.events.at(-1)?.event).toMatchObject({
      type: 'Refused',
      code: 'ASK_LIMIT',
      value: 3,
      limit: 3,
    })
    expect(story.events.filter(({ type }) => type === 'ApprovalAsked')).toHaveLength(3)
    expect([story.phase, story.issued]).toEqual(['armed', ['NotifyOwner']])
  })

  test('a refusal uses up neither code nor guess: an hour later the same proof is good', () => {
    const story = askedBefore(new Story().armed(), 3000, 2000, 1000)
    for (let tries = 0; tries < 6; tries++) expect(story.presence({ token: 'kept' }).code).toBe('ASK_LIMIT')
    askedBefore(story, HOUR)
    expect(story.presence({ token: 'kept' }).phase).toBe('authorising')
  })

  test('the owner hears of it once, and again only after the next question', () => {
    const story = askedBefore(new Story().armed(), 3000, 2000, 1000)
    story.presence().presence().presence()
    expect(notices(story)).toBe(1)
    askedBefore(story, HOUR, 2000, 1000)
    askedAndDenied(story)
    story.presence().presence()
    expect(notices(story)).toBe(2)
  })

  test.each<[Mode, string]>([
    ['auto', 'proving'],
    ['pin', 'proving'],
  ])('mode %s asks nobody and is not held up', (mode, phase) => {
    expect(askedBefore(new Story().armed(mode), 3000, 2000, 1000).presence().phase).toBe(phase)
  })

  test('a PIN that the lock turns out not to end is a question like any other', () => {
    const story = new Story().armed('pin').tell({ type: 'ReportFitness', unfit: null, pin: false })
    expect(askedBefore(story, 3000, 2000, 1000).presence().code).toBe('ASK_LIMIT')
  })
})

describe('T12: a restart', () => {
  const reborn = (rebooted: boolean) => ({ type: 'Restarted', epoch: 2, was: 1, rebooted }) as const
  const ready = (story: Story): Story =>
    story.tell({ type: 'ReportClock', ok: true }).tell({ type: 'ReportFitness', unfit: null, pin: false })

  test.each([
    [HOUR - 1, 'armed'],
    [HOUR, 'authorising'],
  ])('of the hub forgets nothing and adds nothing: the first of three %i ms ago: %s', (age, phase) => {
    const story = askedBefore(new Story().armed(), age, 2000, 1000).tell(reborn(false))
    expect(ready(story).presence().phase).toBe(phase)
  })

  test('of the machine cannot compare instants: all count from then on', () => {
    const story = askedBefore(new Story().armed(), HOUR - 1, 2000, 1000).tell(reborn(true))
    const { now } = story
    expect(story.door.gate.asks.at).toEqual([now, now, now])
    expect(ready(story).presence().code).toBe('ASK_LIMIT')
  })
})
