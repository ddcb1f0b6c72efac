// Goal: a flood begins with the first report too many and is over after one calm second, whoever looks when. Method: a
// table of what comes at which instant.
import { type Instant, instant } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { ReportMeter } from '../../src/plugins/report-meter.ts'

const at = (ms: number): Instant => instant(1_000_000 + ms)
const LIMIT = 3
const meter = (): ReportMeter => new ReportMeter(at(0), LIMIT)
const take = (of: ReportMeter, ms: number, times: number): string[] =>
  Array.from({ length: times }, () => of.take(at(ms)))

describe('reports', () => {
  it('pass up to the limit of each second', () => {
    const one = meter()
    for (const ms of [0, 1_000, 2_000, 10_000]) expect(take(one, ms, LIMIT)).toEqual(['pass', 'pass', 'pass'])
    expect(one.flooded).toBe(false)
  })

  it('begin a flood with the first one too many, and then are dropped', () => {
    const one = meter()
    expect(take(one, 999, LIMIT + 3)).toEqual(['pass', 'pass', 'pass', 'flood-begins', 'drop', 'drop'])
    expect(one.flooded).toBe(true)
  })

  it('are dropped while a second brings too many, and pass again after a calm one', () => {
    const one = meter()
    take(one, 0, 10)
    // Judged by the second that has passed, not by the one that begins.
    expect(take(one, 1_000, 1)).toEqual(['drop'])
    expect(take(one, 2_000, LIMIT)).toEqual(['pass', 'pass', 'pass'])
    expect(one.flooded).toBe(false)
    expect(take(one, 2_999, 1)).toEqual(['flood-begins'])
  })

  it('that go on and on are one flood', () => {
    const one = meter()
    const said = Array.from({ length: 10 }, (_, second) => take(one, second * 1_000, 10)).flat()
    expect(said.filter((word) => word === 'flood-begins')).toHaveLength(1)
    expect(said.filter((word) => word === 'pass')).toHaveLength(LIMIT)
  })
})

describe('a look', () => {
  it('finds the flood over once, after a calm second', () => {
    const one = meter()
    take(one, 0, 10)
    expect([999, 1_000, 1_999, 2_000, 3_000].map((ms) => one.look(at(ms)))).toEqual([
      false,
      false,
      false,
      true,
      false,
    ])
    expect(one.flooded).toBe(false)
  })

  it('that comes late takes the second in which nobody looked for calm', () => {
    const one = meter()
    take(one, 0, 10)
    expect(one.look(at(60_000))).toBe(true)
  })

  it('finds nothing where there was no flood', () => {
    const one = meter()
    take(one, 0, LIMIT)
    expect([one.look(at(1_000)), one.look(at(5_000))]).toEqual([false, false])
  })
})
