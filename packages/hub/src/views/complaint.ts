// A complaint that is ready to be sent: what, when, which number, what our camera saw, and the hashes that hold it to our
// record. Only what the home knows stands in it.
import type { Parcel, Reason, Verdict } from '@portico/core'
import type { HomeRuntime } from '@portico/runtime'
import { farWords } from './far-words.ts'
import { type ComplaintWords, complaintWords } from './complaint-words.data.ts'

export interface ComplaintFacts {
  readonly parcel: Parcel
  readonly verdict: Verdict
  readonly runtime: Pick<HomeRuntime, 'truth' | 'journal'>
  /** IANA name: whoever reads it lives by the clock of the house. */
  readonly timeZone: string
}

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  // A function: what a carrier spells as `$&` stays that.
  Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), text)

function timesIn({ locale }: ComplaintWords, timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  return (at) => format.format(at)
}

/** The same fact once, in the order in which it was found. */
const once = (lines: readonly string[]): readonly string[] => [...new Set(lines)]

function write(words: ComplaintWords, { parcel, verdict, runtime, timeZone }: ComplaintFacts): string {
  const time = timesIn(words, timeZone)
  const { photo, signer } = runtime.truth.of(parcel)
  const { checkpoint, pin } = runtime.journal
  const line = (text: string, value: string | null): readonly string[] =>
    value === null ? [] : [fill(text, { value })]
  const fact = ({ why, at, metres = 0 }: Reason): readonly string[] => {
    const text = words.facts[why]
    if (text === undefined || (at === null && text.includes('{time}'))) return []
    return [fill(text, { time: at === null ? '' : time(at), far: farWords(metres) })]
  }
  const pictures = runtime.truth
    .dropsOf(parcel)
    .flatMap(({ drop }) =>
      drop.photo === null ? [] : [fill(words.ourPhoto, { time: time(drop.seen), hash: drop.photo })],
    )
  const known = once([
    ...[...verdict.for, ...verdict.against].flatMap(fact),
    ...(photo ? [fill(words.theirPhoto, { hash: photo.sha256 })] : []),
    ...pictures,
    ...line(words.signer, signer?.name ?? null),
    ...(checkpoint && pin !== null
      ? [fill(words.journal, { pin, line: String(checkpoint.upTo), hash: checkpoint.hash })]
      : []),
  ])
  return [
    ...line(words.parcel, parcel.number),
    ...line(words.carrier, parcel.carrier),
    ...line(words.sender, parcel.sender),
    '',
    words.opening[verdict.is] ?? '',
    ...(parcel.status === 'delivered' && parcel.statusAt !== null
      ? [fill(words.said, { time: time(parcel.statusAt) })]
      : []),
    '',
    words.know,
    ...known.map((each) => `- ${each}`),
    '',
    words.closing,
  ].join('\n')
}

export const complaintOf = (facts: ComplaintFacts): { readonly en: string; readonly de: string } => ({
  en: write(complaintWords.en, facts),
  de: write(complaintWords.de, facts),
})
