// A signature is good when the standard's own example is, and nothing that was changed, added, left out or signed by
// somebody else is. Method: the message of RFC 8463 appendix A, edited; the edits that the standard allows and we do not
// are signed anew with a key made here.
import { describe, expect, test } from 'vitest'
import { headerFields, senderOf } from '../src/read/header-fields.ts'
import { type TxtAnswer, checkDkim } from '../src/trust/check-dkim.ts'
import { keys, message } from './rfc8463.data.ts'
import { signed } from './signer.ts'

const DOMAIN = 'football.example.com'

interface Check {
  readonly answer?: (name: string) => TxtAnswer
  readonly domains?: readonly string[]
  readonly now?: number
}

async function check(text: string, { answer, domains = [DOMAIN], now = 0 }: Check = {}): Promise<string> {
  const raw = Buffer.from(text, 'latin1')
  const fields = headerFields(raw)
  const sender = senderOf(fields)
  if (!sender) return 'no sender'
  const published = (name: string): TxtAnswer => {
    const record = keys[name]
    return record === undefined ? 'none' : { texts: [record] }
  }
  const resolve = (name: string): Promise<TxtAnswer> => Promise.resolve((answer ?? published)(name))
  return (await checkDkim({ raw, fields, sender, domains, resolve, now })).result
}

describe('the example of RFC 8463', () => {
  test('is good by either key, and by neither without one', async () => {
    expect(await check(message)).toBe('pass')
    for (const selector of ['brisbane', 'test'])
      expect(
        await check(message, {
          answer: (name) => (name.startsWith(selector) ? { texts: [keys[name] ?? ''] } : 'none'),
        }),
      ).toBe('pass')
    expect(await check(message, { answer: () => 'none' })).toBe('fail')
  })

  test('is good when its server broke lines otherwise or added blanks where they do not count', async () => {
    expect(await check(message.replaceAll('\r\n', '\n'))).toBe('pass')
    expect(await check(message.replace('Subject: Is', 'Subject:   Is '))).toBe('pass')
    expect(await check(`${message}\r\n\r\n`)).toBe('pass')
    expect(await check(`X-More: of a server\r\n${message}`)).toBe('pass')
  })

  test('is unknown, and not bad, while nobody answers', async () => {
    expect(await check(message, { answer: () => 'unknown' })).toBe('unknown')
    expect(await check(message, { answer: (name) => (name.startsWith('test') ? 'none' : 'unknown') })).toBe(
      'unknown',
    )
  })

  test.each([
    ['the body is changed', message.replace('lost', 'won')],
    ['something is appended to the body', `${message}\r\nand more\r\n`],
    ['the subject is changed', message.replace('dinner', 'supper')],
    ['the date is changed', message.replace('21:00:37', '21:00:38')],
    ['there is a second From above', `From: Eve <eve@${DOMAIN}>\r\n${message}`],
    ['there is a second Subject above', `Subject: Unlock now\r\n${message}`],
    ['there is a second To above', `To: mara@example.net\r\n${message}`],
    ['there is no To', message.replace(/To: [^\r]*\r\n/, '')],
  ])('is none when %s', async (_, text) => {
    expect(await check(text)).not.toBe('pass')
  })

  test.each([
    ['revoked', 'v=DKIM1; k=rsa; p='],
    ['for tests', `${keys['test._domainkey.football.example.com']}; t=y`],
    ['for something else than mail', `${keys['test._domainkey.football.example.com']}; s=tlsrpt`],
    ['for another hash', `${keys['test._domainkey.football.example.com']}; h=sha1`],
    ['of another kind', `v=DKIM1; k=ed25519; p=${'A'.repeat(43)}=`],
    ['no key', 'v=DKIM1; p=hello'],
    ['of another version', String(keys['test._domainkey.football.example.com']).replace('DKIM1', 'DKIM2')],
  ])('is none with a key that is %s', async (_, record) => {
    expect(
      await check(message, { answer: (name) => (name.startsWith('test') ? { texts: [record] } : 'none') }),
    ).toBe('fail')
  })

  test('is none with two keys at one name', async () => {
    const record = String(keys['test._domainkey.football.example.com'])
    expect(await check(message, { answer: () => ({ texts: [record, record] }) })).toBe('fail')
  })

  test('counts only for a sender of this domain that is read', async () => {
    expect(await check(message, { domains: ['example.net'] })).toBe('none')
    const other = message.replace('joe@football.example.com', 'joe@example.com')
    expect(await check(other, { domains: ['example.com', DOMAIN] })).toBe('none')
  })
})

describe('what the standard allows and we do not', () => {
  const header = [
    `From: joe@${DOMAIN}`,
    'To: suzie@example.net',
    'Date: Fri, 11 Jul 2003 21:00:37 -0700',
    'Subject: Is dinner ready?',
  ]
  const mail = { domain: DOMAIN, header, body: 'Hi.\r\n' }
  const all = 'h=from:to:date:subject'

  test('is told from what we take', async () => {
    const { text, ...how } = signed({ ...mail, tags: all })
    expect(await check(text, how)).toBe('pass')
  })
  test.each([
    ['a To that is not signed', 'h=from:date:subject'],
    ['a Date that is not signed', 'h=from:to:subject'],
    ['a Subject that is not signed', 'h=from:to:date'],
    ['only a part of the body', `${all}; l=2`],
  ])('%s', async (_, tags) => {
    const { text, ...how } = signed({ ...mail, tags })
    expect(await check(text, how)).toBe('fail')
  })
  test('a signature that is over', async () => {
    const { text, ...how } = signed({ ...mail, tags: `${all}; x=1000` })
    expect(await check(text, { ...how, now: 999_000 })).toBe('pass')
    expect(await check(text, { ...how, now: 1_001_000 })).toBe('fail')
  })
})
