// Goal: whatever the journal held up for more than a second is told, once, and not what comes in between.
import { instant } from '@portico/core'
import { expect, test } from 'vitest'
import { StoreStalls } from '../src/store-stalls.ts'

const wrote = (stalls: StoreStalls, began: number, now: number): number | null =>
  stalls.wrote({ began: instant(began), now: instant(now), told: stalls.owed(instant(began)) })

test('one write of more than a second is told right behind it, and only once', () => {
  const stalls = new StoreStalls()
  expect(wrote(stalls, 0, 1000)).toBe(null)
  expect(wrote(stalls, 1000, 1050)).toBe(null)
  expect(wrote(new StoreStalls(), 0, 1001)).toBe(1001)
  const told = new StoreStalls()
  expect([wrote(told, 0, 3000), wrote(told, 3000, 3010)]).toEqual([3000, null])
})

test('slow writes in a row are one stall', () => {
  const stalls = new StoreStalls()
  expect([wrote(stalls, 0, 900), wrote(stalls, 900, 1800)]).toEqual([null, 1800])
})

test('slow writes far apart are none', () => {
  const stalls = new StoreStalls()
  for (let at = 0; at < 200_000; at += 12_000) expect(wrote(stalls, at, at + 900)).toBe(null)
})

test('writes that fail are told at the head of the first that comes through', () => {
  const stalls = new StoreStalls()
  stalls.failed(instant(0))
  stalls.failed(instant(250))
  expect(stalls.owed(instant(999))).toBe(null)
  expect(stalls.owed(instant(5000))).toBe(5000)
  expect(wrote(stalls, 5000, 5010)).toBe(null)
  expect(stalls.owed(instant(6000))).toBe(null)
})

test('what could not be told is told later, with what came on top', () => {
  const stalls = new StoreStalls()
  expect(wrote(stalls, 0, 2000)).toBe(2000)
  stalls.keep(2000)
  stalls.failed(instant(2000))
  expect(stalls.owed(instant(9000))).toBe(9000)
})
