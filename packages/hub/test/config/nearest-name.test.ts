// Goal: a guess is made where a person would make it, and none where it would mislead. Method: pairs of words.
import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance, nearestName } from '../../src/config/nearest-name.ts'

describe('the distance between two words', () => {
  it.each([
    ['', '', 0],
    ['door', 'door', 0],
    ['', 'door', 4],
    ['door', 'doors', 1],
    ['door', 'odor', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from %j to %j is %i, and as far back', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits)
    expect(editDistance(b, a)).toBe(edits)
  })
})

describe('a guess', () => {
  const known = ['lock', 'contact', 'edge', 'bell']

  it.each([
    ['lok', 'lock'],
    ['LOCK', 'lock'],
    ['contcat', 'contact'],
    ['egde', 'edge'],
  ])('%s means %s', (name, meant) => {
    expect(nearestName(name, known)).toBe(meant)
    expect(didYouMean(name, known)).toBe(` … did you mean "${meant}"?`)
  })

  it('is the nearest of several', () => {
    expect(nearestName('bells', ['belts', 'bell', 'balls'])).toBe('belts')
    expect(nearestName('bell', ['bells', 'bell'])).toBe('bell')
  })

  it('is none for a word like no other, or one too long to be worth it', () => {
    expect(nearestName('telemetry', known)).toBeNull()
    expect(didYouMean('telemetry', known)).toBe('; there is lock, contact, edge, bell')
    const long = 'x'.repeat(65)
    expect(nearestName(long, [long])).toBeNull()
  })

  it('is none where there is nothing', () => {
    expect(didYouMean('lock', [])).toBe('')
  })
})
