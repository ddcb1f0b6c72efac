// What comes in floods is written at once and then once a minute, with how often it came: nothing is left uncounted,
// and no flood fills the disk. Method: any noise in virtual time.
import { milliseconds, minutes, seconds } from '@portico/core'
import { HubError } from '@portico/ports'
import { TestClock } from '@portico/testing'
import * as fc from 'fast-check'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ThrottledNotice } from '../../src/http/throttled-notice.ts'

interface Written {
  readonly at: number
  readonly key: string
  readonly why: string
  readonly count: number
}

function listen(keysMax?: number): {
  notice: ThrottledNotice
  clock: TestClock
  written: Written[]
  logged: string[]
} {
  const clock = new TestClock()
  const written: Written[] = []
  const logged: string[] = []
  const log = pino({}, { write: (line: string) => void logged.push(line) })
  const write = async (note: Omit<Written, 'at'>): Promise<void> => {
    if (note.why === 'fails') throw new HubError('HUB_JOURNAL_FULL', 'full')
    written.push({ at: clock.mono(), ...note })
  }
  return {
    notice: new ThrottledNotice({ clock, log, write, ...(keysMax && { keysMax }) }),
    clock,
    written,
    logged,
  }
}

test('whatever comes is counted in the end, and no key is written twice in a minute', async () => {
  const noise = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), later: fc.nat(40_000) }), {
    maxLength: 40,
  })
  await fc.assert(
    fc.asyncProperty(noise, async (notes) => {
      const { notice, clock, written } = listen()
      for (const { key, later } of notes) {
        await clock.advance(milliseconds(later))
        notice.note(key)
      }
      await clock.advance(minutes(2))
      for (const key of ['a', 'b', 'c']) {
        const own = written.filter((each) => each.key === key)
        const counted = own.reduce((sum, { count }) => sum + count, 0)
        expect(counted).toBe(notes.filter((each) => each.key === key).length)
        for (const [place, { at }] of own.entries())
          expect(at - (own[place - 1]?.at ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(minutes(1))
      }
      expect(clock.nextWake()).toBeNull()
    }),
    { numRuns: 30 },
  )
})

test('the reason is that of the newest', async () => {
  const { notice, clock, written } = listen()
  for (const why of ['first', 'second', 'third']) notice.note('a', why)
  await clock.advance(minutes(1))
  expect(written.map(({ why, count }) => [why, count])).toEqual([
    ['first', 1],
    ['third', 2],
  ])
})

test('of more kinds than are told apart the rest is counted together', async () => {
  const { notice, clock, written } = listen(2)
  for (let n = 0; n < 50; n++) notice.note(`key ${n}`)
  await clock.advance(minutes(1))
  expect(written.map(({ key, count }) => [key, count])).toEqual([
    ['key 0', 1],
    ['key 1', 1],
    ['others', 1],
    ['others', 47],
  ])
})

test('a disk that fails is told to the log, without an end of it all', async () => {
  const { notice, clock, logged } = listen()
  notice.note('a', 'fails')
  await clock.advance(seconds(1))
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain('HUB_JOURNAL_FULL')
})

test('nothing is written, and nothing waits, after its end', async () => {
  const { notice, clock, written } = listen()
  notice.note('a')
  notice.note('a')
  notice[Symbol.dispose]()
  await clock.advance(minutes(5))
  expect(written).toHaveLength(1)
  expect(clock.nextWake()).toBeNull()
})
