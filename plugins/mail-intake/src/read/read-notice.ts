// The sentences of a mail against what is known of its sender.
import type { Digest, Notice, SenderPack } from '../packs/pack.ts'
import { type DayFacts, dayIn, daysAfter, localMoment, timeIn } from './mail-dates.ts'
import type { MailParcel, MailWindow } from './mail-reading.ts'
import type { ParcelMarkup } from './parcel-markup.ts'

/** A mail as it is looked at. */
export interface MailPage {
  readonly subject: string
  /** Visible lines joined by line breaks. */
  readonly text: string
  readonly links: readonly string[]
  readonly markup: readonly ParcelMarkup[]
}

type Groups = Readonly<Record<string, string | undefined>>

/** More in one mail is no notice but a list. */
const NUMBERS_MAX = 40

const plain = (number: string): string => number.replaceAll(' ', '').toUpperCase()

function group(pattern: RegExp, text: string, name: string): string | null {
  return pattern.exec(text)?.groups?.[name]?.trim() ?? null
}

/** Each once, in the order of the patterns and of the mail. */
export function numbersIn(pack: SenderPack, { subject, text, links, markup }: MailPage): readonly string[] {
  const found = pack.numbers.flatMap((pattern) => {
    const all = new RegExp(pattern.source, `${pattern.flags}g`)
    return [subject, text, ...links].flatMap((each) =>
      [...each.matchAll(all)].slice(0, NUMBERS_MAX).map(({ groups }) => plain(groups?.['number'] ?? '')),
    )
  })
  const marked = markup.flatMap(({ trackingNumber }) => trackingNumber ?? [])
  return [...new Set([...found, ...marked.map(plain)])].filter((each) => each !== '').slice(0, NUMBERS_MAX)
}

export const noticeIn = (pack: SenderPack, { subject, text }: MailPage): Notice | null =>
  pack.kinds.find(
    (kind) => (!kind.subject || kind.subject.test(subject)) && (!kind.body || kind.body.test(text)),
  ) ?? null

export function windowIn(
  { when = [], today }: Notice,
  { subject, text }: MailPage,
  facts: DayFacts,
): MailWindow | null {
  const groups = when.flatMap((pattern) =>
    [subject, text].flatMap((each): readonly Groups[] => {
      const found = pattern.exec(each)?.groups
      return found ? [found] : []
    }),
  )
  const first = (name: string): string | null =>
    groups.find((each) => each[name] !== undefined)?.[name] ?? null
  const [dateText, startText, endText] = [first('date'), first('start'), first('end')]
  const named = dateText === null ? null : dayIn(dateText, facts)
  const date = named ?? (today ? facts.mailDay : null)
  if (date === null) return null
  const [start, end] = [
    startText === null ? null : timeIn(startText),
    endText === null ? null : timeIn(endText),
  ]
  return start !== null && end !== null && start < end ? { date, start, end } : { date }
}

export function occurredIn({ occurred }: Notice, { text }: MailPage, facts: DayFacts): string | null {
  const groups = occurred?.exec(text)?.groups
  const day = groups?.['date'] === undefined ? null : dayIn(groups['date'], facts)
  const time = groups?.['time'] === undefined ? null : timeIn(groups['time'])
  return day !== null && time !== null ? `${day}T${time}` : null
}

export function merchantIn(pack: SenderPack, { subject, text, markup }: MailPage): string | null {
  const marked = markup.find(({ merchant }) => merchant !== null)?.merchant
  const said = pack.merchants.flatMap((pattern) =>
    [subject, text].flatMap((each) => group(pattern, each, 'merchant') ?? []),
  )
  return marked ?? said[0] ?? null
}

export function orderIn(pack: SenderPack, { subject, text, markup }: MailPage): string | null {
  const marked = markup.find(({ orderNumber }) => orderNumber !== null)?.orderNumber
  if (marked) return marked
  const { order } = pack
  return order ? (group(order, subject, 'order') ?? group(order, text, 'order')) : null
}

export function shipmentIn({ shipment }: SenderPack, { links }: MailPage): string | null {
  return (shipment && links.flatMap((link) => group(shipment, link, 'shipment') ?? [])[0]) ?? null
}

/** A window that markup names with its zone; one of another day or of midnight alone is none. */
export function markedWindow(markup: readonly ParcelMarkup[], timeZone: string): MailWindow | null {
  for (const { from, until } of markup) {
    const [a, b] = [localOf(from, timeZone), localOf(until, timeZone)]
    if (a === null || b === null || a.day !== b.day) continue
    return a.time < b.time ? { date: a.day, start: a.time, end: b.time } : { date: a.day }
  }
  return null
}

function localOf(
  text: string | null,
  timeZone: string,
): { readonly day: string; readonly time: string } | null {
  const found = /^(20\d\d-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text ?? '',
  )
  if (!found) return null
  const [whole, day = '', time = '00:00', zone] = found
  if (zone === undefined) return { day, time }
  const at = Date.parse(whole)
  return Number.isFinite(at) ? localMoment(at, timeZone) : null
}

/** The parcels of a digest by its headings; null: it has no such heading. */
export function digestIn(
  digest: Digest,
  pack: SenderPack,
  { text, mailDay }: { readonly text: string; readonly mailDay: string },
): readonly MailParcel[] | null {
  let heading: Digest['headings'][number] | null = null
  let isFound = false
  const parcels: MailParcel[] = []
  for (const line of text.split('\n')) {
    const next = digest.headings.find((each) => each.line.test(line))
    if (next) {
      heading = next
      isFound = true
      continue
    }
    if (heading === null || parcels.length >= NUMBERS_MAX) continue
    const { from, to } = heading
    const window: MailWindow =
      from === to
        ? { date: daysAfter(mailDay, from) }
        : { from: daysAfter(mailDay, from), to: daysAfter(mailDay, to) }
    for (const pattern of pack.numbers) {
      const number = group(pattern, line, 'number')
      if (number === null || parcels.some(({ trackingNumber }) => trackingNumber === plain(number))) continue
      parcels.push({ trackingNumber: plain(number), window })
    }
  }
  return isFound ? parcels : null
}
