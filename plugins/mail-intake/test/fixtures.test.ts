// Every mail of the fixtures becomes exactly what stands beside it. Their signatures are dummies: nobody answers for their
// keys here, so the receiving server's header decides, and nothing of them may arm.
import { describe, expect, test } from 'vitest'
import { mailNews } from '../src/mail-news.ts'
import { readMail } from '../src/read/read-mail.ts'
import { type TakeOrder, takeMail } from '../src/take-mail.ts'
import { expected, facts, mail, names } from './fixtures.ts'

const order: TakeOrder = {
  ...facts,
  read: readMail,
  resolve: () => Promise.resolve('unknown'),
  receivers: ['mx.example.net'],
  addresses: ['mara.lindqvist@example.net'],
  now: Date.parse('2026-11-18T16:00:00Z'),
  imported: false,
}

describe('the fixtures', () => {
  test.each(names)('%s', async (name) => {
    const want = expected[name]
    if (!want) throw new Error('no such fixture')
    const { verdict, auth, content, held } = await takeMail(mail(name), order)
    expect({ verdict, auth }).toEqual({ verdict: want.verdict, auth: want.auth })
    expect(held === null).toBe(verdict === 'limits')
    if (want.claims) {
      expect(content).toMatchObject(want.claims)
      return
    }
    // What stands beside a mail for its reader, and is no field of a reading.
    const { verdict: _v, auth: _a, notTrackingNumbers = [], mustNotUnlock: _m, ...fields } = { ...want }
    const said = Object.fromEntries(
      Object.entries(fields).filter(([key]) => !['depth', 'parts', 'maxMillisecondsSuggested'].includes(key)),
    )
    expect(content).toMatchObject(said)
    for (const number of notTrackingNumbers) expect(content.trackingNumbers).not.toContain(number)
    // Nothing was found that the mail does not say.
    for (const key of [
      'orderId',
      'window',
      'merchant',
      'occurredLocal',
      'masterTrackingNumber',
      'parcels',
    ] as const)
      expect([key, content[key]]).toEqual([key, said[key]])
  })

  test.each(names.filter((name) => expected[name]?.mustNotUnlock))('%s brings no news', async (name) => {
    expect(mailNews(await takeMail(mail(name), order), facts.timeZone)).toBeNull()
  })

  test('without a server that may vouch all of them are untrusted', async () => {
    for (const name of names.filter((each) => expected[each]?.verdict !== 'limits')) {
      const taken = await takeMail(mail(name), { ...order, receivers: [] })
      expect([name, taken.verdict]).toEqual([name, 'untrusted'])
    }
  })
})
