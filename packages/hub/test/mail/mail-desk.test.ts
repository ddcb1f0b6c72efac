// Goal: what a mail says goes the way of every report and reaches no further than the porch; its mailbox hears when it is
// durable, and a person what its mails are like. Method: a hub in virtual time, told by hand what a mailbox tells.
import type { MailNews, MailboxStatus } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { MailDesk, type MailDeskParts } from '../../src/mail/mail-desk.ts'
import type { DeviceAsk } from '../../src/plugins/plugin-messages.ts'
import { TestHub } from '../support/test-hub.ts'

const NUMBER = '1Z4R8V671222709141'
const HASH = 'ab'.repeat(32)
const mailbox = {
  id: 'post',
  host: 'imap.example.net',
  port: null,
  security: 'tls',
  username: 'mara@example.net',
  folder: 'INBOX',
  receivers: [],
  addresses: [],
  askFor: ['fedex'],
  oauth: null,
  dns: null,
} as const

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

class Desk {
  readonly asked: DeviceAsk[] = []
  readonly noticed: string[] = []
  readonly kept: string[] = []
  readonly desk: MailDesk
  #told = 0

  constructor(hub: TestHub, more: Partial<MailDeskParts> = {}) {
    this.desk = new MailDesk({
      mailboxes: [mailbox],
      report: (report) => hub.hub.runtime.deliveries.report(report),
      notice: (what) => Promise.resolve(void this.noticed.push(what)),
      keepSecret: (_, secret) => void this.kept.push(secret),
      log: quiet,
      ...more,
    })
    this.desk.attach({
      ask: (ask) => {
        this.asked.push(ask)
        return Promise.resolve(null)
      },
    })
  }

  /** Resolves when the mailbox heard what became of it. */
  async mail(news: MailNews, raw = `mail ${this.#told}`): Promise<DeviceAsk | undefined> {
    const n = ++this.#told
    const before = this.asked.length
    this.desk.events.report({ kind: 'mail', device: 'post', n, hash: HASH, news }, Buffer.from(raw))
    for (let turn = 0; turn < 200 && this.asked.length === before; turn++)
      await new Promise((resolve) => setImmediate(resolve))
    return this.asked.at(-1)
  }

  status(status: MailboxStatus): void {
    this.desk.events.report({ kind: 'mailbox-status', device: 'post', status }, new Uint8Array())
  }
}

const newsAt = (now: number, more: Partial<MailNews> = {}): MailNews => ({
  sender: 'ups',
  carrier: 'ups',
  status: 'out-for-delivery',
  parts: [{ numbers: [NUMBER], window: { from: now, to: now + 2 * 3_600_000 } }],
  order: null,
  merchant: 'Hollow Oak Outfitters',
  occurredAt: now - 60_000,
  eventId: '<1@ups.com>',
  trust: 'dkim',
  held: null,
  ...more,
})

const status: MailboxStatus = {
  state: 'listening',
  code: null,
  words: null,
  lastMail: null,
  untrusted: 0,
  overLimits: 0,
  week: [],
  import: null,
}
const week = { sender: 'amazon', name: 'Amazon', seen: 12, understood: 0, drifted: true, sample: 'Xxx 999' }

describe('a mail', () => {
  it('is durable before its mailbox hears so', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    expect(await bench.mail(newsAt(hub.clock.wall()))).toEqual({
      type: 'mail-taken',
      device: 'post',
      n: 1,
      kept: true,
    })
    const [parcel] = hub.hub.runtime.deliveries.parcels
    expect(parcel).toMatchObject({
      number: NUMBER,
      status: 'out-for-delivery',
      sender: 'Hollow Oak Outfitters',
    })
  })

  it('of a sender that the household raised leads to its being asked, and never further', async () => {
    await using hub = await TestHub.open({ mode: 'auto' })
    const bench = new Desk(hub)
    await hub.hub.runtime.deliveries.claim({ number: NUMBER, carrier: null, title: null, by: 'u_1' })
    await bench.mail(newsAt(hub.clock.wall(), { sender: 'fedex', carrier: null }))
    expect(hub.hub.runtime.visits.all[0]).toMatchObject({ channel: 'mail', ceiling: 'owner' })
  })

  it('reaches no further than the porch: the visit is announced by a carrier that signs', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    await bench.mail(newsAt(hub.clock.wall()))
    expect(hub.hub.runtime.visits.all).toEqual([])
    await hub.hub.runtime.deliveries.report({
      source: 'easypost',
      grade: 'signed-with-time',
      carrier: 'ups',
      numbers: [NUMBER],
      status: 'out-for-delivery',
      occurredAt: hub.clock.wall(),
      window: null,
      elsewhere: null,
      eventId: 'evt_1',
      body: Buffer.from('{}'),
    })
    expect(hub.hub.runtime.visits.all).toMatchObject([{ channel: 'carrier-signed', ceiling: 'owner' }])
  })

  it.each(['header-only', 'report-only', 'old', 'imported', 'other-recipient'] as const)(
    'that is held (%s) is listed and announces nothing',
    async (held) => {
      await using hub = await TestHub.open()
      const bench = new Desk(hub)
      // Of a sender that is raised: nothing else keeps it from announcing.
      const trust = held === 'header-only' ? 'header' : 'dkim'
      await bench.mail(newsAt(hub.clock.wall(), { sender: 'fedex', held, trust }))
      expect(hub.hub.runtime.deliveries.parcels).toHaveLength(1)
      expect(hub.hub.runtime.visits.all).toEqual([])
    },
  )

  it('that comes again with other headers changes nothing, and is kept', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    const news = newsAt(hub.clock.wall())
    await bench.mail(news)
    const [parcel] = hub.hub.runtime.deliveries.parcels
    if (!parcel) throw new Error('no parcel')
    const steps = hub.hub.runtime.deliveries.stepsOf(parcel.id).length
    expect(await bench.mail(news)).toMatchObject({ kept: true })
    expect(hub.hub.runtime.deliveries.stepsOf(parcel.id)).toHaveLength(steps)
  })

  it('that could not be written is told to its mailbox as such', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub, { report: () => Promise.reject(new Error('the disk is full')) })
    expect(await bench.mail(newsAt(hub.clock.wall()))).toMatchObject({ type: 'mail-taken', kept: false })
  })

  it('with several parcels tells of each with its own window', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    const parts = ['9400110899560100005509', '9400110899560100005745'].map((number) => ({
      numbers: [number],
      window: null,
    }))
    await bench.mail(
      newsAt(hub.clock.wall(), { sender: 'usps', carrier: 'usps', status: 'in-transit', parts }),
    )
    expect(hub.hub.runtime.deliveries.parcels).toHaveLength(2)
  })
})

describe('a mailbox', () => {
  it('whose mails are not understood any more is told once, until they are', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    for (const drifted of [true, true, false, true]) bench.status({ ...status, week: [{ ...week, drifted }] })
    expect(bench.noticed).toEqual(['mail-drift', 'mail-drift'])
  })

  it('keeps a replaced secret only where the settings have an OAuth client', async () => {
    await using hub = await TestHub.open()
    const secret = { kind: 'mailbox-secret', device: 'post', secret: 'next' } as const
    const plain = new Desk(hub)
    plain.desk.events.report(secret, new Uint8Array())
    expect(plain.kept).toEqual([])
    const oauth = { tokenUrl: 'https://login.example.net/token', clientId: 'me' }
    const withClient = new Desk(hub, { mailboxes: [{ ...mailbox, oauth }] })
    withClient.desk.events.report(secret, new Uint8Array())
    expect(withClient.kept).toEqual(['next'])
  })

  it('that nobody knows has no past', async () => {
    await using hub = await TestHub.open()
    const bench = new Desk(hub)
    await expect(bench.desk.importPast('other', 30)).rejects.toMatchObject({ code: 'HUB_MAIL_UNKNOWN' })
    await bench.desk.importPast('post', 30)
    expect(bench.asked.at(-1)).toEqual({ type: 'mail-import', device: 'post', days: 30 })
    expect(bench.desk.all).toEqual([{ mailbox, status: null }])
    bench.status(status)
    bench.desk.events.lost('died', '')
    expect(bench.desk.all[0]?.status).toBeNull()
  })
})
