// Goal: each write to a lock is answered once, in time and truly, whatever the hub says or leaves unsaid. Method: every code
// that the hub may answer with, in fake time.
import { ClientError, FaceClient } from '@portico/client'
import { afterEach, expect, test, vi } from 'vitest'
import { WRITE_WITHIN_MS, orderLock } from '../src/door/door-orders.ts'

const SECURED = 1
const UNSECURED = 0

class SpokenHub extends FaceClient {
  readonly asked: string[] = []
  readonly #say: () => Promise<never> | Promise<void>
  constructor(say: () => Promise<never> | Promise<void>) {
    super('http://127.0.0.1:9', 'ptf_test')
    this.#say = say
  }
  override async lock(door: string): Promise<void> {
    this.asked.push(`lock ${door}`)
    await this.#say()
  }
  override async open(door: string, pin: string | null): ReturnType<FaceClient['open']> {
    this.asked.push(`open ${door} ${pin}`)
    await this.#say()
    return { ok: true, op: 'h1' }
  }
}

const refusing = (code: string): SpokenHub =>
  new SpokenHub(() => Promise.reject(new ClientError({ code, message: 'no' }, 409)))

afterEach(() => {
  vi.useRealTimers()
})

test('what is written goes to the hub: locking, or opening without a PIN', async () => {
  const hub = new SpokenHub(() => Promise.resolve())
  expect(await orderLock(hub, 'front', SECURED)).toEqual({ answer: 'done', code: null })
  expect(await orderLock(hub, 'front', UNSECURED)).toEqual({ answer: 'done', code: null })
  expect(hub.asked).toEqual(['lock front', 'open front null'])
})

test.each([
  ['RIGHT_MISSING', 'noRight'],
  ['HUB_HTTP_FORBIDDEN', 'noRight'],
  ['HUB_HTTP_SIGN_IN', 'noRight'],
  ['DOOR_BUSY', 'busy'],
  ['ASSURANCE_MISSING', 'notNow'],
  ['DOOR_OPEN', 'notNow'],
  ['HUB_HTTP_QUOTA', 'notNow'],
  ['A_CODE_OF_NEXT_YEAR', 'notNow'],
  ['CLIENT_UNREACHABLE', 'unreachable'],
  ['CLIENT_ANSWER', 'unreachable'],
])('%s is told as %s', async (code, answer) => {
  expect(await orderLock(refusing(code), 'front', SECURED)).toEqual({ answer, code })
})

test('no hub, and one that throws what is no answer', async () => {
  expect(await orderLock(null, 'front', SECURED)).toEqual({ answer: 'unreachable', code: null })
  const odd = new SpokenHub(() => Promise.reject(new TypeError('odd')))
  expect(await orderLock(odd, 'front', SECURED)).toEqual({ answer: 'unreachable', code: null })
})

test('a hub that says nothing is answered for before the controller gives up', async () => {
  vi.useFakeTimers()
  const late = Promise.withResolvers<void>()
  const answer = orderLock(new SpokenHub(() => late.promise), 'front', SECURED)
  await vi.advanceTimersByTimeAsync(WRITE_WITHIN_MS)
  expect(await answer).toEqual({ answer: 'unreachable', code: null })
  // What comes after is nobody's any more, and throws at nobody.
  late.reject(new Error('late'))
  await vi.advanceTimersByTimeAsync(1)
  expect(vi.getTimerCount()).toBe(0)
})
