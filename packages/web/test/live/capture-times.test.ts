// Which picture was taken when: the one on the screen, never a newer one that has only arrived.
import { expect, it } from 'vitest'
import { CaptureTimes } from '../../src/live/capture-times.ts'

it('finds the picture that is shown, with room for how players round', () => {
  const times = new CaptureTimes()
  times.note(1, 500)
  times.note(1.1, 600)
  times.note(1.2, 700)
  expect(times.at(1.1)).toBe(600)
  expect(times.at(1.0999)).toBe(600)
  expect(times.at(1.15)).toBe(600)
  expect(times.at(9)).toBe(700)
})

it('knows nothing of what was before the first, and nothing after it was cleared', () => {
  const times = new CaptureTimes()
  expect(times.at(1)).toBeNull()
  times.note(1, 500)
  expect(times.at(0.5)).toBeNull()
  times.clear()
  expect(times.at(1)).toBeNull()
})

it('remembers a bounded number', () => {
  const times = new CaptureTimes()
  for (let i = 0; i < 1_000; i += 1) times.note(i, i)
  expect(times.at(100)).toBeNull()
  expect(times.at(999)).toBe(999)
})
