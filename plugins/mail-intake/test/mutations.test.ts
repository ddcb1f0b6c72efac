// Whatever becomes of a mail on its way, reading it answers, in the vocabulary and within bounds; and of a signed mail
// every change is either seen or changes nothing of what it says. Method: the mails of the fixtures damaged at random;
// `PORTICO_MAIL_RUNS` sets how many.
import { parcelStatuses } from '@portico/plugin-api'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mailNews } from '../src/mail-news.ts'
import type { MailContent, MailWindow } from '../src/read/mail-reading.ts'
import { readMail } from '../src/read/read-mail.ts'
import { takeMail } from '../src/take-mail.ts'
import { damaged, damages } from './damage.ts'
import { facts, mail, names } from './fixtures.ts'
import { signed } from './signer.ts'

const RUNS = Number(process.env['PORTICO_MAIL_RUNS'] ?? 6_000)
/** Half of them are of the signed mail. */
const runsEach = Math.ceil(RUNS / 2 / names.length)

const statuses: ReadonlySet<string | null> = new Set([...parcelStatuses, null])
const isPlain = (text: string | undefined, max: number): boolean =>
  text === undefined || (text.length > 0 && text.length <= max && !/[\r\n]/.test(text))

const isDay = (text: string): boolean => /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

function isWindow(window: MailWindow | undefined): boolean {
  if (!window) return true
  if ('from' in window) return isDay(window.from) && isDay(window.to) && window.from <= window.to
  const { date, start, end } = window
  if (start === undefined || end === undefined) return isDay(date) && start === end
  return isDay(date) && isTime(start) && isTime(end) && start < end
}

const holdsWithin = (content: MailContent): boolean =>
  statuses.has(content.status) &&
  content.trackingNumbers.length <= 40 &&
  content.trackingNumbers.every((number) => /^[A-Z0-9./_-]{3,40}$/.test(number)) &&
  isPlain(content.orderId, 64) &&
  isPlain(content.merchant, 200) &&
  isPlain(content.shipment, 24) &&
  isPlain(content.messageId ?? undefined, 600) &&
  isWindow(content.window) &&
  (content.parcels ?? []).every(({ window }) => isWindow(window)) &&
  (content.sample?.length ?? 0) <= 1_800 &&
  (content.status === null || content.verdict === 'parsed')

describe(`${RUNS} damaged mails`, () => {
  test.each(names)('%s', { timeout: 60_000 + RUNS * 30 }, async (name) => {
    const raw = mail(name)
    let understood = 0
    await fc.assert(
      fc.asyncProperty(damages, async (all) => {
        const content = await readMail(damaged(raw, all), facts)
        expect(holdsWithin(content) ? null : content).toBeNull()
        if (content.verdict === 'parsed') understood += 1
      }),
      { numRuns: runsEach },
    )
    // Many of them are still read: a test that only looks at refusals finds nothing.
    if (!name.startsWith('adversarial')) expect(understood).toBeGreaterThan(runsEach * 0.1)
  })

  test(
    'a signed one that is still believed says what was signed',
    { timeout: 60_000 + RUNS * 30 },
    async () => {
      const header = [
        'From: UPS <mcinfo@ups.com>',
        'To: mara@example.net',
        'Subject: UPS Update: Package Scheduled for Delivery Today',
        'Date: Wed, 18 Nov 2026 09:00:00 +0000',
        'Message-ID: <1@ups.com>',
        'MIME-Version: 1.0',
        'Content-Type: text/html; charset=utf-8',
      ]
      const body =
        '<h2>Your package is arriving today.</h2><p>Scheduled Delivery<br>Wednesday 11/18/2026<br>1:30 PM - 3:30 PM</p><p>1Z4R8V671222709141</p>\r\n'
      const tags = 'h=from:to:subject:date:message-id:mime-version:content-type'
      const { text, answer } = signed({ domain: 'ups.com', tags, header, body })
      const take = async (raw: Buffer) => {
        const taken = await takeMail(raw, {
          ...facts,
          read: readMail,
          resolve: () => Promise.resolve(answer()),
          receivers: ['mx.example.net'],
          addresses: ['mara@example.net'],
          now: Date.parse('2026-11-18T10:00:00Z'),
          imported: false,
        })
        return mailNews(taken, facts.timeZone)
      }
      const original = await take(Buffer.from(text))
      expect(original).toMatchObject({ status: 'out-for-delivery', trust: 'dkim', held: null })
      let believed = 0
      await fc.assert(
        fc.asyncProperty(damages, async (all) => {
          const news = await take(damaged(Buffer.from(text), all))
          if (news === null) return
          believed += 1
          expect(news).toEqual(original)
        }),
        { numRuns: Math.ceil(RUNS / 2) },
      )
      expect(believed).toBeGreaterThan(0)
    },
  )
})
