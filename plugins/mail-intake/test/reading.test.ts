// What stands in hostile, broken and foreign mails, read or left alone; each with what must come of it.
import { describe, expect, test } from 'vitest'
import { redacted } from '../src/drift/redact.ts'
import { instantOfLocal } from '../src/mail-news.ts'
import { dayIn, timeIn } from '../src/read/mail-dates.ts'
import { RAW_BYTES_MAX, boundaryLines, brokenLimit } from '../src/read/mail-limits.ts'
import type { MailContent } from '../src/read/mail-reading.ts'
import { pageOfHtml } from '../src/read/page-of-html.ts'
import { jsonLdParcels, microdataParcels } from '../src/read/parcel-markup.ts'
import { readMail } from '../src/read/read-mail.ts'
import { visibleLines } from '../src/read/visible-text.ts'
import { facts } from './fixtures.ts'

interface Written {
  readonly from?: string
  readonly subject?: string
  readonly type?: string
  readonly encoding?: string
  readonly body?: string | Buffer
}

const raw = ({
  from = 'mcinfo@ups.com',
  subject = 'x',
  type = 'text/plain; charset=utf-8',
  encoding = '8bit',
  body = '',
}: Written): Buffer =>
  Buffer.concat([
    Buffer.from(
      `From: ${from}\r\nTo: mara@example.net\r\nSubject: ${subject}\r\nDate: Wed, 18 Nov 2026 09:00:00 +0000\r\n` +
        `Message-ID: <1@ups.com>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
    ),
    Buffer.from(body),
  ])
const read = (written: Written): Promise<MailContent> => readMail(raw(written), facts)

describe('limits', () => {
  test('a mail over ten megabytes, without an end of its header or with too many boundaries is not parsed', async () => {
    expect(brokenLimit(Buffer.alloc(RAW_BYTES_MAX + 1, 'a'))).toContain('larger')
    expect(brokenLimit(Buffer.from('Subject: no end'))).toContain('no end of the header')
    expect(
      brokenLimit(Buffer.concat([Buffer.from('A: '), Buffer.alloc(200_000, 'b'), Buffer.from('\r\n\r\n')])),
    ).not.toBeNull()
    const many = raw({ body: '--part\r\n\r\nx\r\n'.repeat(201) })
    expect((await readMail(many, facts)).verdict).toBe('limits')
    expect(brokenLimit(raw({ body: '--part\r\n\r\nx\r\n'.repeat(199) }))).toBeNull()
  })

  test('rules of dashes are no boundaries', () => {
    expect(boundaryLines(Buffer.from('-----\r\n--\r\n-- \r\n--x\r\n'))).toBe(1)
  })

  test('what is no mail at all is refused or says nothing', async () => {
    for (const text of ['', '\r\n\r\n', 'hello', '\0\0\0\r\n\r\n', `${'a'.repeat(70_000)}\r\n\r\n`]) {
      const { verdict, trackingNumbers } = await readMail(Buffer.from(text), facts)
      expect(['unrecognised', 'limits']).toContain(verdict)
      expect(trackingNumbers).toEqual([])
    }
  })
})

describe('text', () => {
  test('in another charset, cut in the middle, or wrongly declared is read as far as it goes', async () => {
    const from = 'noreply@dhl.de'
    const subject = 'Ihr DHL Paket kommt heute'
    const text =
      'Ihr Paket kommt heute! zwischen 12:30 und 14:00 Uhr\r\nSendungsnummer: 00340434161094007716\r\nGrüße'
    for (const [charset, body] of [
      ['iso-8859-1', Buffer.from(text, 'latin1')],
      ['utf-8', Buffer.from(text, 'latin1')],
      ['no-such-charset', Buffer.from(text)],
      ['utf-8', Buffer.from(text).subarray(0, -3)],
    ] as const) {
      const { status, window, trackingNumbers } = await read({
        from,
        subject,
        type: `text/plain; charset=${charset}`,
        body,
      })
      expect([status, trackingNumbers]).toEqual(['out-for-delivery', ['00340434161094007716']])
      expect(window).toEqual({ date: '2026-11-18', start: '12:30', end: '14:00' })
    }
  })

  test('is what is seen: no script, no comment, no invisible character, entities read', () => {
    const page = pageOfHtml(
      '<!-- <p>hidden --><title>T</title><script>var a = "<p>no</p>"</script><p>1Z&#8203;4R\u200b8V</p><td>a<td>b<br>&lt;b&gt; &bogus; &#x110000; &#0;<a href="https://x.example/?a=1&amp;b=2">go</a><img alt="A &amp; B">',
    )
    expect(visibleLines(page.text)).toEqual(['1Z4R8V', 'a b', '<b> &bogus; go[image: A & B]'])
    expect(page.links).toEqual(['https://x.example/?a=1&b=2'])
  })

  test.each([
    ['an end that never comes', `<p>${'<'.repeat(800_000)}`],
    ['a quote that never ends', `<a href="${'x'.repeat(800_000)}`],
    ['very many tags', '<b>'.repeat(260_000)],
    ['scripts that never end', '<script>'.repeat(100_000)],
    ['tags that never end', '<a '.repeat(260_000)],
    ['declarations that never end', '<!x '.repeat(200_000)],
    ['comments that never end', '<!--'.repeat(200_000)],
    ['attributes without end', `<a ${'a="b" '.repeat(130_000)}>`],
    ['deep microdata', `<div itemscope itemtype="https://schema.org/ParcelDelivery">`.repeat(20_000)],
  ])('with %s comes to an end', (_, html) => {
    // The longest that is read; what is not linear takes minutes for it.
    const page = pageOfHtml(html)
    microdataParcels(page.tokens)
    expect(page.text.length).toBeLessThanOrEqual(html.length)
  })

  test('a link into the own network stays a text', async () => {
    const { trackingNumbers } = await read({
      type: 'text/html',
      body: '<img src="http://192.168.1.1/1Z4R8V671222709141"><a href="http://192.168.1.1/?t=1Z4R8V671222709141">x</a>',
    })
    expect(trackingNumbers).toEqual(['1Z4R8V671222709141'])
  })
})

describe('markup of schema.org', () => {
  const parcel = {
    trackingNumber: '15501177204418',
    orderNumber: 'TC-58120',
    merchant: 'Thistle & Co.',
    from: '2026-11-18T13:12:00+00:00',
    until: '2026-11-18T14:12:00+00:00',
  }
  const jsonLd = {
    '@type': 'ParcelDelivery',
    trackingNumber: parcel.trackingNumber,
    expectedArrivalFrom: parcel.from,
    expectedArrivalUntil: parcel.until,
    partOfOrder: { orderNumber: parcel.orderNumber, merchant: { name: parcel.merchant } },
  }
  test('as JSON-LD, alone, in a list or in a graph', () => {
    for (const value of [jsonLd, [jsonLd], { '@graph': [{ '@type': 'Order' }, jsonLd] }])
      expect(jsonLdParcels([JSON.stringify(value)])).toEqual([parcel])
    expect(
      jsonLdParcels([JSON.stringify({ ...jsonLd, '@type': ['Thing', 'http://schema.org/ParcelDelivery'] })]),
    ).toEqual([parcel])
  })
  test('as microdata', () => {
    const html = `<div itemscope itemtype="http://schema.org/ParcelDelivery">
      <span itemprop="trackingNumber">${parcel.trackingNumber}</span>
      <time itemprop="expectedArrivalFrom" datetime="${parcel.from}">soon</time>
      <meta itemprop="expectedArrivalUntil" content="${parcel.until}">
      <div itemprop="partOfOrder" itemscope itemtype="http://schema.org/Order"><meta itemprop="orderNumber" content="TC-58120">
        <div itemprop="merchant" itemscope itemtype="http://schema.org/Organization"><b itemprop="name">Thistle &amp; Co.</b></div>
      </div></div><p itemprop="trackingNumber">9999</p>`
    expect(microdataParcels(pageOfHtml(html).tokens)).toEqual([parcel])
  })
  test('of another kind, of no kind, or hostile says nothing', () => {
    for (const text of [
      '{',
      'null',
      '[]',
      '{"@type":"Order"}',
      '{"__proto__":{"@type":"ParcelDelivery"}}',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    ])
      expect(jsonLdParcels([text])).toEqual([])
    expect(jsonLdParcels(['{"@type":"ParcelDelivery","trackingNumber":{"a":1},"partOfOrder":[1]}'])).toEqual([
      { trackingNumber: null, orderNumber: null, merchant: null, from: null, until: null },
    ])
  })
})

describe('days and times', () => {
  const day = (
    text: string,
    order: 'mdy' | 'dmy' = 'dmy',
    mailDay: string | null = '2026-11-18',
  ): string | null => dayIn(text, { mailDay, order })
  test.each([
    ['2026-11-18', '2026-11-18'],
    ['Wednesday, 18 November 2026', '2026-11-18'],
    ['Wednesday 18th November', '2026-11-18'],
    ['Mittwoch, 18. November 2026', '2026-11-18'],
    ['Wednesday, November 18', '2026-11-18'],
    ['November 18, 2026', '2026-11-18'],
    ['18.11.2026', '2026-11-18'],
    ['3 mars', '2027-03-03'],
    ['3 juin', '2026-06-03'],
    ['2 January', '2027-01-02'],
    ['31 February 2026', null],
    ['tomorrow', null],
    ['12345678', null],
  ])('%s → %s', (text, is) => {
    expect(day(text)).toBe(is)
  })
  test('the American order is told by the sender, and a day without a year needs a mail with a day', () => {
    expect(day('11/18/2026', 'mdy')).toBe('2026-11-18')
    expect(day('11/18/2026')).toBeNull()
    expect(day('Wednesday 18th November', 'dmy', null)).toBeNull()
    expect(day('30 December', 'dmy', '2027-01-02')).toBe('2026-12-30')
  })
  test.each([
    ['1:30 PM', '13:30'],
    ['12:05 am', '00:05'],
    ['12pm', '12:00'],
    ['4pm', '16:00'],
    ['14 h 26', '14:26'],
    ['09:30', '09:30'],
    ['25:00', null],
    ['13 pm', null],
    ['7', null],
  ])('%s → %s', (text, is) => {
    expect(timeIn(text)).toBe(is)
  })
  test.each([
    ['2026-11-18T13:30', 'Europe/London', '2026-11-18T13:30:00.000Z'],
    ['2026-07-18T13:30', 'Europe/Berlin', '2026-07-18T11:30:00.000Z'],
    ['2026-11-18T13:30', 'America/Los_Angeles', '2026-11-18T21:30:00.000Z'],
    ['2026-11-18T00:15', 'Pacific/Kiritimati', '2026-11-17T10:15:00.000Z'],
    // Clocks go forward at 02:00, and back at 03:00.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (local, zone, is) => {
    expect(new Date(instantOfLocal(local, zone) ?? 0).toISOString()).toBe(is)
  })
})

describe('a sample of what was not understood', () => {
  test('keeps the shape of sentences, and no name, number or address', () => {
    const sample = redacted({
      subject: 'Good news about your parcel, Mara Lindqvist',
      text: 'Deliver to 418 Alder Court, Springfield\nRef 1Z4R8V671222709258\nmara.lindqvist@example.net\nhttps://ups.com/t?n=1Z4R8V671222709258\nÄrger Übergröße',
    })
    expect(sample).toBe(
      'Subject: Good news about your parcel, Xxxx Xxxxxxxxx\nDeliver to 999 Xxxxx Xxxxx, Xxxxxxxxxxx\nXxx 9X9X9X999999999999\n[address]\n[link]\nXxxxx Xxxxxxxxx',
    )
  })
})

describe('senders of whom no true mail was at hand', () => {
  test.each([
    [
      'noreply@gls-group.eu',
      'Ihr Paket wird heute zwischen 10:00 und 12:00 Uhr zugestellt\nPaketnummer: 12345678901',
      '10:00',
    ],
    ['noreply@postnl.nl', 'Je pakket komt vandaag tussen 10:00 en 12:00 uur\n3SABCD1234567890', '10:00'],
    [
      'noreply@laposte.fr',
      'Votre colis sera livré aujourd’hui entre 10 h 00 et 12 h 00\n6A12345678901',
      '10:00',
    ],
    [
      'noreply@anpost.com',
      'Your parcel is out for delivery today between 10am and 12pm\nCE123456789IE',
      '10:00',
    ],
  ])('%s', async (from, body, start) => {
    const { status, window, trackingNumbers, verdict } = await read({ from, body })
    expect([verdict, status, trackingNumbers.length]).toEqual(['parsed', 'out-for-delivery', 1])
    expect(window).toEqual({ date: '2026-11-18', start, end: '12:00' })
  })
})
