// What is said of a door: proved, claimed and unknown are told apart, and proof decays by itself.
import { describe, expect, test } from 'vitest'
import { instant, sealStateOf } from '@portico/core'
import { Story } from './story.ts'

const at = (story: Story, later = 0): string => sealStateOf(story.door, instant(story.now + later))

describe('a door', () => {
  test('is unknown before anybody answered', () => {
    expect(at(new Story())).toBe('unknown')
  })
  test('is proved locked by both answers, and only claimed by the lock alone', () => {
    expect(at(new Story().started())).toBe('locked-proved')
    expect(at(new Story().started().tell({ type: 'ReportLost', device: 'contact' }))).toBe('locked-claimed')
  })
  test('stays proved while the next question is on its way, and decays when it is overdue', () => {
    const story = new Story().started().pass(60_000)
    expect(at(story)).toBe('locked-proved')
    expect(at(story, 6_001)).toBe('locked-claimed')
  })
  test('is only claimed after a push: nobody was asked', () => {
    const story = new Story().started().bolt('unlocked', { q: null }).bolt('locked', { q: null })
    expect(at(story)).toBe('locked-claimed')
  })
  test('is only claimed while an unlock that nobody saw work may still arrive', () => {
    const story = new Story().sent().answers()
    expect(at(story)).toBe('locked-claimed')
    expect(at(story, 9_999)).toBe('locked-claimed')
    expect(at(story, 10_000)).toBe('locked-proved')
  })
  test('says open before anything else', () => {
    expect(at(new Story().started().contact('open', null))).toBe('open')
  })
  test.each([
    ['unlocked', 'unlocked'],
    ['moving', 'moving'],
    ['jammed', 'jammed'],
    ['unknown', 'unknown'],
  ] as const)('says %s as %s', (bolt, state) => {
    expect(at(new Story().started().bolt(bolt, { q: null }))).toBe(state)
  })
})
