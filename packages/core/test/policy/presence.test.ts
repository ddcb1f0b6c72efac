// A word about who is at home ages, and what was so before counts beside it for a quarter of an hour.
import { describe, expect, test } from 'vitest'
import {
  PRESENCE_HOLDS,
  PRESENCE_SETTLES,
  type PresenceWord,
  presenceAt,
  presences,
  wallTime,
} from '../../src/index.ts'

const SAID = wallTime(1_800_000_000_000)
const word: PresenceWord = { presence: 'nobody', said: SAID, by: 'u_1', before: ['home'] }
const after = (ms: number): readonly string[] => presenceAt(word, wallTime(SAID + ms))

describe('who is at home', () => {
  test.each<[string, number, readonly string[]]>([
    ['at once', 0, ['nobody', 'home']],
    ['just before it has settled', PRESENCE_SETTLES - 1, ['nobody', 'home']],
    ['settled', PRESENCE_SETTLES, ['nobody']],
    ['to its last moment', PRESENCE_HOLDS - 1, ['nobody']],
    ['too old', PRESENCE_HOLDS, presences],
    ['said in a future that a clock knew', -1, presences],
  ])('%s', (_, ms, facts) => {
    expect(after(ms)).toEqual(facts)
  })
  test('nobody ever said', () => {
    expect(presenceAt(null, SAID)).toEqual(['unsaid'])
  })
  test('the same again is one fact', () => {
    expect(presenceAt({ ...word, before: ['nobody'] }, SAID)).toEqual(['nobody'])
  })
})
