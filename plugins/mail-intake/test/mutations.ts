// `npm run test:mails`: the mails of the fixtures damaged at random, and one that is signed. Each is read as the process of
// the mailboxes reads it, and must answer, in the vocabulary, within bounds, without a stall; and of the signed one every
// change is either seen or changes nothing of what it says. `--runs N`, `--seed S`; several runs with a seed of their own
// each are one long one.
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { parcelStatuses } from '@portico/plugin-api'
import { STALL_MS_MAX, StallWatch, newSeed } from '@portico/testing/fakes'
import * as fc from 'fast-check'
import { mailNews } from '../src/mail-news.ts'
import type { MailContent, MailWindow } from '../src/read/mail-reading.ts'
import { READ_MS_MAX } from '../src/read/mail-limits.ts'
import { readMail } from '../src/read/read-mail.ts'
import { type TakeOrder, takeMail } from '../src/take-mail.ts'
import { damaged, damages } from './damage.ts'
import { facts, mail, names } from './fixtures.ts'
import { signed } from './signer.ts'

export interface MutationOrder {
  readonly runs: number
  readonly seed: number
  readonly costs: Costs
  /** Done with every question for a key. */
  readonly onAsked?: () => void
}

/** Of a mail with a thread of its own, and of what is done in the loop of the process: the latter makes others wait. */
export class Costs {
  /** The thread is ended after a second: what is no larger than a notice needs less. */
  readonly reading = new StallWatch({ msMax: READ_MS_MAX })
  readonly loop: StallWatch

  constructor(loopMsMax = STALL_MS_MAX) {
    this.loop = new StallWatch({ msMax: loopMsMax })
  }

  get told(): string {
    return `loop: ${this.loop.told}; thread: ${this.reading.told}`
  }
}

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

/**
 * How many of the damaged were still read: a run that only looks at refusals finds nothing.
 * @throws Error with the seed and the smallest damage that shows it
 */
export async function damageMail(name: string, order: MutationOrder): Promise<number> {
  const { runs, seed, costs } = order
  const resolve: TakeOrder['resolve'] = () => Promise.resolve('none')
  const raw = mail(name)
  let understood = 0
  const property = fc.asyncProperty(damages, async (all) => {
    const bytes = damaged(raw, all)
    const content = await costs.reading.call(name, () => readMail(bytes, facts))
    if (!holdsWithin(content)) throw new Error(`out of bounds: ${JSON.stringify(content).slice(0, 2_000)}`)
    if (content.verdict === 'parsed') understood += 1
    await costs.loop.call(name, () =>
      takeMail(
        bytes,
        orderFor(resolve, () => Promise.resolve(content)),
      ),
    )
  })
  await fc.assert(property, { numRuns: runs, seed })
  return understood
}

const header = [
  'From: UPS <mcinfo@ups.com>',
  'To: mara@example.net',
  'Subject: UPS Update: Package Scheduled for Delivery Today',
  'Date: Wed, 18 Nov 2026 09:00:00 +0000',
  'Message-ID: <1@ups.com>',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
]
const BODY =
  '<h2>Your package is arriving today.</h2><p>Scheduled Delivery<br>Wednesday 11/18/2026<br>1:30 PM - 3:30 PM</p><p>1Z4R8V671222709141</p>\r\n'
const TAGS = 'h=from:to:subject:date:message-id:mime-version:content-type'

const orderFor = (resolve: TakeOrder['resolve'], read: TakeOrder['read']): TakeOrder => ({
  ...facts,
  read,
  resolve,
  receivers: ['mx.example.net'],
  addresses: ['mara@example.net'],
  now: Date.parse('2026-11-18T10:00:00Z'),
  imported: false,
})

/** What stands behind the signed mail, over and over, up to a size that the hub still keeps. */
const tails = ['a\r\n', ' \t\r\n', '<p>a</p>\r\n', '--a\r\n', 'x'.repeat(997)]
const GROWN_BYTES = 1_000_000

/** How many of the damaged were still believed; each of them says what was signed. @throws as `damageMail` does */
export async function damageSigned({ runs, seed, costs, onAsked }: MutationOrder): Promise<number> {
  const { text, answer } = signed({ domain: 'ups.com', tags: TAGS, header, body: BODY })
  const resolve: TakeOrder['resolve'] = () => {
    onAsked?.()
    return Promise.resolve(answer())
  }
  const take = async (raw: Buffer) =>
    mailNews(await takeMail(raw, orderFor(resolve, readMail)), facts.timeZone)
  const original = await take(Buffer.from(text))
  if (original?.status !== 'out-for-delivery' || original.trust !== 'dkim' || original.held !== null)
    throw new Error('the signed mail is not believed')
  let believed = 0
  const property = fc.asyncProperty(damages, async (all) => {
    const news = await take(damaged(Buffer.from(text), all))
    if (news === null) return
    believed += 1
    if (!isDeepStrictEqual(news, original)) throw new Error(`it says otherwise: ${JSON.stringify(news)}`)
  })
  await fc.assert(property, { numRuns: runs, seed })
  const content = await readMail(Buffer.from(text), facts)
  const order = orderFor(resolve, () => Promise.resolve(content))
  for (const tail of tails) {
    const raw = Buffer.from(text + tail.repeat(GROWN_BYTES / tail.length))
    // oxlint-disable-next-line no-await-in-loop -- what each costs is counted
    await costs.loop.call(`grown by ${JSON.stringify(tail.slice(0, 9))}`, () => takeMail(raw, order))
  }
  return believed
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
  const seed = Number(values.seed ?? newSeed())
  const runs = Number(values.runs ?? 1_000_000)
  const costs = new Costs()
  // Half of them are of the signed mail.
  const runsEach = Math.ceil(runs / 2 / names.length)
  console.log(`${runs} damaged mails, --seed ${seed}`)
  for (const [at, name] of names.entries()) {
    const began = performance.now()
    // One after the other: what each costs is counted.
    // oxlint-disable-next-line no-await-in-loop
    const understood = await damageMail(name, { runs: runsEach, seed, costs })
    const seconds = ((performance.now() - began) / 1_000).toFixed(0)
    console.log(`${at + 1}/${names.length} ${name}: ${understood} read, ${seconds} s; ${costs.told}`)
  }
  const parts = 10
  for (let part = 1; part <= parts; part++) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    const believed = await damageSigned({ runs: Math.ceil(runs / 2 / parts), seed: seed + part, costs })
    console.log(`signed ${part}/${parts}: ${believed} believed; ${costs.told}`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
