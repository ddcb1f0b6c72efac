// The schedule as the specification has it, and what each answer means.
import { seededChance } from '@portico/testing'
import { expect, test } from 'vitest'
import { RETRIES, retryAfterMs, verdictOf } from '../../src/webhooks/webhook-schedule.ts'

const answered = (status: number, retryAfter: string | null = null) =>
  ({ type: 'answered', status, retryAfter }) as const
const still = { bytes: (length: number) => new Uint8Array(length) }

test('ten tries within 75 hours and 35 minutes, each a little late and none early', () => {
  expect(RETRIES.map((ms) => ms / 1_000)).toEqual([
    5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
  ])
  expect(RETRIES.reduce((sum, ms) => sum + ms, 0)).toBe(((75 * 60 + 35) * 60 + 5) * 1_000)
  const chance = seededChance(3)
  for (const [place, planned] of RETRIES.entries()) {
    const verdict = verdictOf({ answer: answered(500), failures: place + 1, now: 0 }, chance)
    if (verdict.type !== 'again') throw new Error(verdict.type)
    expect(verdict.waitMs).toBeGreaterThanOrEqual(planned)
    expect(verdict.waitMs).toBeLessThanOrEqual(planned * 1.1)
  }
  expect(verdictOf({ answer: answered(500), failures: 10, now: 0 }, chance)).toEqual({ type: 'over' })
})

test.each([
  [answered(200), 0, 'taken'],
  [answered(299), 0, 'taken'],
  [answered(302), 1, 'again'],
  [answered(400), 1, 'again'],
  [answered(410), 1, 'gone'],
  [answered(429), 1, 'again'],
  [{ type: 'failed', words: 'no such host' } as const, 1, 'again'],
])('%o after %i failures: %s', (answer, failures, type) => {
  expect(verdictOf({ answer, failures, now: 0 }, still).type).toBe(type)
})

test('whoever asks us to wait is heard, within a day', () => {
  const now = Date.UTC(2026, 10, 23, 10)
  expect(retryAfterMs('120', now)).toBe(120_000)
  expect(retryAfterMs('Mon, 23 Nov 2026 10:01:00 GMT', now)).toBe(60_000)
  expect(retryAfterMs('Mon, 23 Nov 2026 09:00:00 GMT', now)).toBe(0)
  expect(retryAfterMs('999999999', now)).toBe(86_400_000)
  expect([retryAfterMs('soon', now), retryAfterMs(null, now)]).toEqual([null, null])
  const wait = verdictOf({ answer: answered(503, '120'), failures: 1, now }, still)
  expect(wait).toEqual({ type: 'again', waitMs: 120_000 })
  // Shorter than our own plan: the plan holds.
  expect(verdictOf({ answer: answered(503, '1'), failures: 2, now }, still)).toEqual({
    type: 'again',
    waitMs: 300_000,
  })
})
