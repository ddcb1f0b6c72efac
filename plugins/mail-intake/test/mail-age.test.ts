// By its own date a mail is of now, or it arms nothing; a date of another century is none at all.
import { describe, expect, test } from 'vitest'
import { readMail } from '../src/read/read-mail.ts'
import { takeMail } from '../src/take-mail.ts'
import { facts } from './fixtures.ts'
import { signed } from './signer.ts'

const SENT = 'Wed, 18 Nov 2026 09:00:00 +0000'
const HOUR = 3_600_000

const header = (date: string): readonly string[] => [
  'From: UPS <mcinfo@ups.com>',
  'To: mara@example.net',
  'Subject: UPS Update: Your Package Is Arriving Today',
  `Date: ${date}`,
  'Message-ID: <1@ups.com>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
]
const BODY = '1Z4R8V671222709141\r\n'

async function taken(date: string, now: number): Promise<Awaited<ReturnType<typeof takeMail>>> {
  const tags = 'h=from:to:subject:date:message-id:mime-version:content-type'
  const { text, answer } = signed({ domain: 'ups.com', tags, header: header(date), body: BODY })
  return takeMail(Buffer.from(text), {
    ...facts,
    read: readMail,
    resolve: () => Promise.resolve(answer()),
    receivers: [],
    addresses: ['mara@example.net'],
    now,
    imported: false,
  })
}

describe('a signed mail of a known sender', () => {
  test.each([
    ['at once', 0, null],
    ['after two days', 48 * HOUR, null],
    ['after more than two days', 48 * HOUR + 1, 'old'],
    ['by a clock that is an hour behind', -HOUR, null],
    ['by a clock that is further behind', -HOUR - 1, 'old'],
    ['a year before it was sent', -8_760 * HOUR, 'old'],
  ])('%s', async (_, after, held) => {
    const mail = await taken(SENT, Date.parse(SENT) + after)
    expect([mail.trust.by, mail.content.sentAt, mail.held]).toEqual(['dkim', Date.parse(SENT), held])
  })

  test.each([
    'Fri, 18 Nov 3026 09:00:00 +0000',
    'Thu, 1 Jan 2099 00:00:00 +0000',
    'Fri, 31 Dec 1999 23:59:59 +0000',
    'Wed, 18 Nov 2026 25:00:00 +0000',
    'soon',
  ])('with the date "%s" has none', async (date) => {
    const { content, held } = await taken(date, Date.parse(SENT))
    expect([content.sentAt, held]).toEqual([null, 'old'])
  })
})
