// How far a carrier's position lies from home: right on the globe, coarse, and silent where it is near or nonsense.
import { apartOf } from '@portico/core'
import { expect, test } from 'vitest'
import { APART_STEPS, metresBetween } from '../../src/truth/distance.ts'

const HOME = { lat: 52.52, lon: 13.405 }
/** One degree of a great circle, m. */
const DEGREE_M = (Math.PI * 6_371_000) / 180
const north = (metres: number) => ({ lat: HOME.lat + metres / DEGREE_M, lon: HOME.lon })

test.each([
  [HOME, { lat: 48.8566, lon: 2.3522 }, 877_500],
  [{ lat: 0.1, lon: 179.9 }, { lat: 0.1, lon: -179.9 }, 22_239],
  [{ lat: 90, lon: 0 }, { lat: 90, lon: 120 }, 0],
  [{ lat: 1, lon: 0 }, { lat: -1, lon: 180 }, Math.PI * 6_371_000],
])('%j to %j', (a, b, metres) => {
  expect(Math.abs(metresBetween(a, b) - metres)).toBeLessThan(1 + metres * 0.005)
  expect(metresBetween(b, a)).toBeCloseTo(metresBetween(a, b), 3)
})

test.each(APART_STEPS)('%i m and more is told as that, a metre less is not', (step) => {
  expect(apartOf(HOME, north(step + 1))).toBe(step)
  expect(apartOf(HOME, north(step - 1))).toBe(APART_STEPS.findLast((each) => each < step) ?? null)
})

test.each([
  { lat: 0, lon: 0 },
  { lat: 91, lon: 0 },
  { lat: 1, lon: 181 },
  { lat: Number.NaN, lon: 1 },
])('%j is no place', (place) => {
  expect([apartOf(HOME, place), apartOf(place, HOME)]).toEqual([null, null])
})
