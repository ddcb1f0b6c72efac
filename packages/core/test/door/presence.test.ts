// Who may come in: presence, approval bound to the picture, limits, and what a carrier's word can take back.
import { describe, expect, test } from 'vitest'
import { OWNER, SID, Story } from './story.ts'

describe('presence', () => {
  test('a proof is accepted once', () => {
    const story = new Story().armed().presence({ token: 'same' })
    story.tell({ type: 'DenyEntry', sid: SID, actor: OWNER }).arm()
    expect(story.presence({ token: 'same' }).code).toBe('TOKEN_USED')
  })

  test('five guesses in ten minutes pause the sixth, good or not', () => {
    const story = new Story().armed()
    for (let i = 0; i < 5; i++)
      expect(story.presence({ fault: 'PRESENCE_INVALID' }).code).toBe('PRESENCE_INVALID')
    expect(story.presence().code).toBe('TOO_MANY_TRIES')
    story.pass(600_001)
    expect(story.presence().phase).toBe('authorising')
  })

  test('an untrusted clock and a closed window refuse with their numbers', () => {
    const story = new Story().armed().tell({ type: 'ReportClock', ok: false })
    expect(story.presence().code).toBe('CLOCK_UNTRUSTED')
    const early = new Story().armed()
    early.now = -10
    expect(early.presence().code).toBe('OUTSIDE_WINDOW')
    const refused = early.last?.events.at(-1)?.event
    expect(refused).toMatchObject({ type: 'Refused', value: expect.any(Number), limit: expect.any(Number) })
  })

  test('the fourth entry of a day is refused', () => {
    const story = new Story().armed('auto')
    story.door = {
      ...story.door,
      gate: { ...story.door.gate, openings: { localDate: '2026-11-23', count: 3 } },
    }
    expect(story.presence().code).toBe('DAY_LIMIT')
  })
})

describe('approval', () => {
  test.each([
    ['a picture three seconds old is good', 3000, 'proving'],
    ['an older one is not', 3001, 'authorising'],
    ['nor one that was never shown', null, 'authorising'],
  ] as const)('%s', (_title, age, phase) => {
    expect(new Story().authorising().approve({ age }).phase).toBe(phase)
  })

  test('names the try it is for', () => {
    const story = new Story().authorising().approve({ try: 1 })
    expect(story.code).toBe('OTHER_TRY')
  })

  test('nobody answers: the try is over after its time, the third ends the visit', () => {
    const story = new Story().authorising().pass(60_000)
    expect([story.phase, story.code]).toEqual(['armed', 'APPROVAL_TIMEOUT'])
    story.presence().pass(60_000).presence().pass(60_000)
    expect(story.phase).toBe('idle')
    expect(story.events.at(-1)).toMatchObject({ type: 'SessionClosed', outcome: 'refused' })
  })
})

describe("a carrier's word", () => {
  test('takes the automatic opening back', () => {
    const story = new Story()
      .armed('auto')
      .tell({ type: 'ReportCarrier', sid: SID, status: 'delivered-elsewhere' })
    expect(story.door.session).toMatchObject({ ceiling: 'owner', mode: 'owner' })
    expect(story.presence().phase).toBe('authorising')
  })

  test('grants nothing', () => {
    const story = new Story().started().arm({ mode: 'auto', ceiling: 'owner' })
    story.tell({ type: 'ReportCarrier', sid: SID, status: 'arriving' })
    expect(story.door.session).toMatchObject({ ceiling: 'owner', mode: 'owner' })
  })

  test('about another parcel changes nothing', () => {
    const story = new Story()
      .armed('auto')
      .tell({ type: 'ReportCarrier', sid: 's_9' as never, status: 'returned' })
    expect(story.door.session).toMatchObject({ ceiling: 'auto' })
  })
})
