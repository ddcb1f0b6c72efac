// Goal: what a plugin says in words is cut to what a frame and the log carry, and what its lock throws is taken for no more
// than it is. Method: tables.
import { HEAD_BYTES_MAX, HubError, encodeFrame } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { unlockResultOf } from '../../src/plugins/unlock-result.ts'
import { codeIn, messageIn, plainDetails, within } from '../../src/plugins/wire-text.ts'

describe('the failure of an unlock', () => {
  it.each<[what: string, error: unknown, result: string]>([
    ['a plain no', new HubError('HUB_LOCK_JAMMED', 'jammed'), 'refused'],
    [
      'a failure that may be tried again',
      new HubError('HUB_LOCK_RADIO', 'radio', { retryable: true }),
      'doubt',
    ],
    ['a plugin that fell', new HubError('HUB_PLUGIN_DOWN', 'down', { retryable: true }), 'doubt'],
    ['no answer in time', new HubError('HUB_PLUGIN_TIMEOUT', 'late', { retryable: true }), 'doubt'],
    ['an order that came too late', new HubError('HUB_PLUGIN_TOO_LATE', 'late'), 'late'],
    ['an error of no code', new TypeError('x is undefined'), 'doubt'],
    ['an error of the system', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'doubt'],
    ['a record that only looks like one', { code: 'HUB_LOCK_JAMMED', retryable: false }, 'doubt'],
    ['a word', 'no', 'doubt'],
    ['nothing', undefined, 'doubt'],
  ])('is taken for what it is: %s', (_, error, result) => {
    expect(unlockResultOf(error)).toBe(result)
  })
})

describe('a code', () => {
  it.each<[error: unknown, code: string]>([
    [new HubError('HUB_LOCK_JAMMED', ''), 'HUB_LOCK_JAMMED'],
    [Object.assign(new Error('x'), { code: 'ENOENT' }), 'HUB_X'],
    [new HubError('hub_lock', ''), 'HUB_X'],
    [new HubError(`HUB_${'A'.repeat(61)}`, ''), 'HUB_X'],
    [new HubError('HUB_A\nB', ''), 'HUB_X'],
    [new Error('x'), 'HUB_X'],
    ['x', 'HUB_X'],
  ])('of %j is %s', (error, code) => {
    expect(codeIn(error, 'HUB_X')).toBe(code)
  })
})

describe('words', () => {
  it('are cut', () => {
    expect(messageIn(new Error('x'.repeat(9_000)))).toHaveLength(2_000)
    expect(messageIn({ toString: () => 'mine' })).toBe('mine')
  })

  it('of a log line fit their frame, whatever they were', () => {
    const long = {
      type: 'log',
      level: 'info',
      details: { text: 'ü'.repeat(100_000) },
      message: 'ü'.repeat(100_000),
    } as const
    const cut = within(long)
    expect(cut).toEqual({ ...long, details: { cut: 'details were too long' }, message: 'ü'.repeat(2_000) })
    expect(encodeFrame(cut).length).toBeLessThan(HEAD_BYTES_MAX)
    const short = { ...long, details: { n: 1 }, message: 'x' }
    expect(within(short)).toEqual(short)
    expect(within({ type: 'started' })).toEqual({ type: 'started' })
  })

  it('of details become plain: errors by code and message, the rest as JSON holds it', () => {
    expect(
      plainDetails({
        err: new HubError('HUB_X', 'no', { cause: new Error('planted') }),
        n: 1n,
        nothing: undefined,
        run: () => {},
        at: new Date(0),
      }),
    ).toEqual({ err: { code: 'HUB_X', message: 'no' }, n: '1', at: '1970-01-01T00:00:00.000Z' })
  })

  it('of details that have no end, or fail when looked at, are none', () => {
    const round: Record<string, unknown> = {}
    round['self'] = round
    expect(plainDetails(round)).toEqual({})
    expect(
      plainDetails({
        bad: {
          toJSON() {
            throw new Error('x')
          },
        },
      }),
    ).toEqual({})
  })
})
