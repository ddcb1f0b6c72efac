// What every lock plugin promises, as one suite for its author to run against device and simulator alike. The numbers in
// the titles are the faults of the safety design (section 3) that the promise is about.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ENOUGH_MS, type LockFault, type LockUnderTest, hold, orderAt } from './lock-under-test.ts'

/** @param open a lock with its bolt thrown, well, and idle for some seconds, for each test */
export function lockContract(name: string, open: () => Promise<LockUnderTest>): void {
  describe(`${name} keeps the contract of a lock`, () => {
    let lock: LockUnderTest
    beforeEach(async () => {
      lock = await open()
    })
    afterEach(() => lock[Symbol.asyncDispose]())
    const now = (): LockUnderTest => lock
    truthTests(now)
    orderTests(now)
    faultTests(now)
  })
}

type Now = () => LockUnderTest

/** False: this lock cannot be made to suffer it. */
async function suffers(lock: LockUnderTest, fault: LockFault): Promise<boolean> {
  const doing = lock.do(fault)
  if (doing === null) return false
  await doing
  return true
}

function truthTests(now: Now): void {
  test('lets people out: the inside handle always retracts the bolt', () => {
    expect(now().device.traits.exit).toBe('free')
  })

  test('F8: answers a question with its number and with what is true then, as an answer and nothing else', async () => {
    const lock = now()
    const asked = hold(lock.device.query(41))
    await lock.pass(ENOUGH_MS)
    expect(asked.outcome).toBe('resolved')
    const answers = lock.reports.filter(({ q }) => q === 41)
    expect(answers.map(({ bolt, source }) => [bolt, source])).toEqual([['locked', 'query']])
    expect(lock.reports.every(({ q }) => q === null || q === 41)).toBe(true)
  })

  test('tells a battery from 0 to 100 or none, and names no credential that nobody used', async () => {
    const lock = now()
    void hold(lock.device.query(1))
    await lock.pass(ENOUGH_MS)
    expect(lock.reports.length).toBeGreaterThan(0)
    for (const { battery, credential } of lock.reports) {
      expect(battery === null || (battery >= 0 && battery <= 100)).toBe(true)
      expect(credential).toBeNull()
    }
  })

  test('a bolt that it says to measure is told by itself when a hand turns it, within 10 s', async (context) => {
    const lock = now()
    if (lock.device.traits.boltWitness !== 'measured') context.skip()
    if (!(await suffers(lock, 'turned-open'))) context.skip()
    await lock.pass(10_000)
    const told = lock.reports.findLast(({ q }) => q === null)
    expect([lock.bolt(), told?.bolt]).toEqual(['withdrawn', 'unlocked'])
    expect(told?.source).not.toBe('query')
  })

  test('F10: never says *unlocked* before the bolt is withdrawn, nor *locked* before it is thrown', async () => {
    const lock = now()
    void hold(lock.device.unlock(orderAt(lock, 's_1#0')))
    for (let ms = 0; ms < ENOUGH_MS; ms += 50) {
      const before = lock.reports.length
      await lock.pass(50)
      for (const { bolt } of lock.reports.slice(before))
        if (bolt === 'unlocked') expect(lock.bolt()).toBe('withdrawn')
    }
    expect(lock.reports.at(-1)?.bolt).toBe('unlocked')
    void hold(lock.device.lock(orderAt(lock, 'front/lock-1').op))
    for (let ms = 0; ms < ENOUGH_MS; ms += 50) {
      const before = lock.reports.length
      await lock.pass(50)
      for (const { bolt } of lock.reports.slice(before))
        if (bolt === 'locked') expect(lock.bolt()).toBe('thrown')
    }
    expect(lock.bolt()).toBe('thrown')
  })
}

function orderTests(now: Now): void {
  test('an order to unlock is carried out, once, and that it was accepted is no report', async () => {
    const lock = now()
    const order = hold(lock.device.unlock(orderAt(lock, 's_1#0')))
    await lock.pass(ENOUGH_MS)
    expect([order.outcome, lock.bolt()]).toEqual(['resolved', 'withdrawn'])
    expect(lock.reports.every(({ q }) => q === null)).toBe(true)
    // Locked by hand it stays: nothing of the order is left.
    if (!(await suffers(lock, 'turned-shut'))) return
    await lock.pass(60_000)
    expect(lock.bolt()).toBe('thrown')
  })

  test('an order whose last moment has passed moves nothing', async () => {
    const lock = now()
    const order = hold(lock.device.unlock(orderAt(lock, 's_1#0', -1)))
    await lock.pass(60_000)
    expect(lock.bolt()).toBe('thrown')
    if (order.outcome === 'rejected') expect(order.code).toMatch(/_TOO_LATE$/)
  })

  test('locking may be told again and again', async () => {
    const lock = now()
    for (let n = 1; n <= 3; n++) void hold(lock.device.lock(orderAt(lock, `front/lock-${n}`).op))
    await lock.pass(ENOUGH_MS)
    expect(lock.bolt()).toBe('thrown')
  })
}

function faultTests(now: Now): void {
  test('F6, F15: an order that was not heard is no success, may be tried again by a person, and is never repeated by the plugin', async (context) => {
    const lock = now()
    if (!(await suffers(lock, 'cut'))) context.skip()
    const order = hold(lock.device.unlock(orderAt(lock, 's_1#0')))
    await lock.pass(ENOUGH_MS)
    expect([order.outcome, order.isRetryable]).toEqual(['rejected', true])
    await suffers(lock, 'well')
    // Whatever was kept somewhere on the way would move the bolt now.
    await lock.pass(120_000)
    expect(lock.bolt()).toBe('thrown')
  })

  test('F1: a bolt that is stuck is *jammed*, and not folded into another word', async (context) => {
    const lock = now()
    if (!(await suffers(lock, 'jam'))) context.skip()
    void hold(lock.device.unlock(orderAt(lock, 's_1#0')))
    await lock.pass(ENOUGH_MS)
    expect(lock.bolt()).toBe('between')
    void hold(lock.device.query(7))
    await lock.pass(ENOUGH_MS)
    expect(lock.reports.findLast(({ q }) => q === 7)?.bolt).toBe('jammed')
  })

  test('F16: a fault of the lock is a plain no: nothing moved, and it is not worth another try', async (context) => {
    const lock = now()
    if (!(await suffers(lock, 'fault'))) context.skip()
    const order = hold(lock.device.unlock(orderAt(lock, 's_1#0')))
    await lock.pass(ENOUGH_MS)
    expect([order.outcome, order.isRetryable, lock.bolt()]).toEqual(['rejected', false, 'thrown'])
  })

  test.each([
    ['F5, F6', 'lossy'],
    ['F7', 'doubled'],
    ['F3, F4', 'late'],
  ] as const)(
    '%s: over a link that is %s an answer keeps its own number and its own truth',
    async (_, fault) => {
      const lock = now()
      // A lock that cannot be made to suffer it keeps the promise over the link that it has.
      await suffers(lock, fault)
      void hold(lock.device.query(1))
      // The question has reached the lock; its answer may still be on its way.
      await lock.pass(1_000)
      await lock.do('turned-open')
      await lock.pass(2_000)
      void hold(lock.device.query(2))
      await lock.pass(60_000)
      const wrong = lock.reports.filter(
        ({ q, bolt }) => (q === 1 && bolt !== 'locked') || (q === 2 && bolt !== 'unlocked'),
      )
      expect(wrong).toEqual([])
    },
  )
}
