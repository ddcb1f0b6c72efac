// A house that tightens its rules in the middle of a visit: until an unlock has left, the owner is asked (decision 22).
import { instant, phaseOf, sessionId, wallTime } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { denied } from '../../src/door/permissives.ts'
import { SID, Story } from './story.ts'

const tighten = (story: Story): Story => story.tell({ type: 'TightenSession', sid: SID })
const deniedNow = ({ door, now, wall }: Story): string | undefined =>
  denied(door, instant(now), wallTime(wall))?.code

describe.each(['auto', 'pin'] as const)('a visit in mode %s', (mode) => {
  test('that only waits is asked for when its courier comes', () => {
    const story = tighten(new Story().armed(mode))
    expect(story.types).toEqual(['SessionTightened'])
    expect(story.presence().phase).toBe('authorising')
  })

  test('that is being proved ends its try, at once and with its reason', () => {
    const story = tighten(new Story().almost(mode))
    expect([story.phase, story.code]).toEqual(['armed', 'RULES_TIGHTENED'])
    expect(story.issued).toEqual(expect.arrayContaining(['StopRecording', 'DisarmDeadman', 'ReleaseEdge']))
    // And the next try is one that is asked about.
    expect(story.presence({ token: 't2' }).phase).toBe('authorising')
  })

  test.each(['committed', 'marked'] as const)(
    'that is %s and has not left is refused by the last gate',
    (how) => {
      const story = new Story().committed(mode)
      if (how === 'marked') story.mark()
      expect(deniedNow(story)).toBeUndefined()
      tighten(story)
      expect([story.phase, deniedNow(story)]).toEqual(['unlocking', 'NOT_APPROVED'])
    },
  )

  test('whose unlock has left is untouched: the door is hot', () => {
    for (const story of [new Story().sent(mode), new Story().unlocked(mode), new Story().inside(mode)]) {
      const phase = phaseOf(story.door)
      expect([tighten(story).types, story.phase]).toEqual([[], phase])
    }
  })
})

test('a visit that is asked about anyway is none the tighter', () => {
  for (const story of [
    new Story().armed(),
    new Story().authorising(),
    new Story().almost(),
    new Story().committed(),
  ])
    expect(tighten(story).types).toEqual([])
})

test('another visit than the one at the door, or none, is refused', () => {
  const other = { type: 'TightenSession', sid: sessionId('s_9') } as const
  expect(new Story().armed('auto').tell(other).code).toBe('OTHER_SESSION')
  expect(new Story().started().tell(other).code).toBe('OTHER_SESSION')
})
