// The thread that parses answers, is ended when it takes too long, and is there again for the next mail.
import { describe, expect, test } from 'vitest'
import { MailReader } from '../src/read/mail-reader.ts'
import { facts, mail } from './fixtures.ts'

describe('the reader', () => {
  test('reads one after the other in the order in which they came', async () => {
    await using reader = new MailReader()
    const names = ['ups-delivered.eml', 'dhl-de-kommt-heute.eml', 'adversarial-nested-mime.eml']
    const read = await Promise.all(names.map((name) => reader.read(mail(name), facts)))
    expect(read.map(({ verdict, carrier }) => [verdict, carrier])).toEqual([
      ['parsed', 'ups'],
      ['parsed', 'dhl-de'],
      ['limits', null],
    ])
  })

  test('a parser that breaks down costs its own mail alone', async () => {
    await using reader = new MailReader()
    // No such zone: the parser throws where nothing catches.
    const broken = await reader.read(mail('ups-delivered.eml'), { timeZone: 'Nowhere/Nothing' })
    expect(broken).toMatchObject({ verdict: 'limits', why: 'its parser broke down' })
    expect(await reader.read(mail('ups-delivered.eml'), facts)).toMatchObject({ verdict: 'parsed' })
  })

  test('a parser that does not come to an end is ended', async () => {
    await using reader = new MailReader({ limitMs: 0 })
    // It takes seconds: a thread is not sooner done than it is ended.
    const endless = `From: a@example.com\r\nContent-Type: text/plain\r\n\r\n${'a\r\n'.repeat(300_000)}`
    const late = await reader.read(Buffer.from(endless), facts)
    expect(late).toMatchObject({ verdict: 'limits' })
    expect(late.why).toContain('not read within')
  })
})
