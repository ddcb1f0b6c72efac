// Whether a change of the policy lets anybody in more easily in any case at all. It never misses one: it compares
// sentences, not samples, and where it cannot tell it says yes (threats T13, G18).
import { type Policy, type Ruling, type Sentence, carrierName, closeness, isWithin } from './policy.ts'

type Name = 'door' | 'person' | 'carrier' | 'sender' | 'presence' | 'perishable'

const named: readonly Name[] = ['door', 'person', 'carrier', 'sender', 'presence', 'perishable']

/** Minutes of a day, `to` outside of it. */
interface Span {
  readonly from: number
  readonly to: number
}

/** All cases in which something holds: each fact by itself; an absent name is any. */
interface Region {
  readonly names: Readonly<Partial<Record<Name, string>>>
  /** All of them: several may have been merged into one. */
  readonly parcels: readonly string[]
  readonly days: readonly number[]
  readonly spans: readonly Span[]
  /** At or above, by currency; one may be known while the other is not. */
  readonly values: ReadonlyMap<string, number>
}

const DAY = 24 * 60
const WEEK = [1, 2, 3, 4, 5, 6, 7]

const everything: Region = {
  names: {},
  parcels: [],
  days: WEEK,
  spans: [{ from: 0, to: DAY }],
  values: new Map(),
}

function spansOf({ from, to }: Sentence): readonly Span[] {
  if (from === undefined || to === undefined) return everything.spans
  if (from < to) return [{ from, to }]
  return [
    { from: 0, to },
    { from, to: DAY },
  ].filter((span) => span.from < span.to)
}

/** As a case is compared with it. */
const plain = (name: Name, value: string | true): string =>
  name === 'carrier' ? carrierName(String(value)) : String(value).toLowerCase()

function regionOf(sentence: Sentence): Region {
  const { days = WEEK, parcel, valueFrom } = sentence
  const names = named.flatMap((name): (readonly [Name, string])[] => {
    const value: string | true | undefined = sentence[name]
    return value === undefined ? [] : [[name, plain(name, value)]]
  })
  return {
    names: Object.fromEntries(names),
    parcels: parcel === undefined ? [] : [parcel],
    days,
    spans: spansOf(sentence),
    values: new Map(valueFrom && [[valueFrom.currency, valueFrom.minor]]),
  }
}

/** null: there is no case in both. */
function overlap(a: Region, b: Region): Region | null {
  const names: Partial<Record<Name, string>> = { ...a.names, ...b.names }
  if (named.some((name) => a.names[name] !== undefined && a.names[name] !== names[name])) return null
  const days = a.days.filter((day) => b.days.includes(day))
  const spans = a.spans.flatMap((one) =>
    b.spans
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => from < to),
  )
  if (days.length === 0 || spans.length === 0) return null
  const values = new Map(a.values)
  for (const [currency, least] of b.values)
    values.set(currency, Math.max(least, values.get(currency) ?? -Infinity))
  return { names, parcels: [...a.parcels, ...b.parcels], days, spans, values }
}

/** Every case of the second is one of the first. */
const covers = (a: Region, b: Region): boolean =>
  named.every((name) => a.names[name] === undefined || a.names[name] === b.names[name]) &&
  b.days.every((day) => a.days.includes(day)) &&
  b.spans.every(({ from, to }) => a.spans.some((span) => span.from <= from && to <= span.to)) &&
  a.parcels.every((parcel) => b.parcels.includes(parcel)) &&
  [...a.values].every(([currency, least]) => least <= (b.values.get(currency) ?? -Infinity))

interface Part extends Ruling {
  readonly region: Region
  readonly closeness: number
}

function partsOf({ mode, sentences }: Policy): readonly Part[] {
  const rest: Part = { place: 'inside', mode, region: everything, closeness: -1 }
  return [
    rest,
    ...sentences.map((sentence) => ({
      place: sentence.place,
      mode: sentence.mode,
      region: regionOf(sentence),
      closeness: closeness(sentence),
    })),
  ]
}

/**
 * Let a case, with whatever is unknown in it, be looser now. There `after` holds surely as the closest of the new, and
 * every one of the new that may decide allows more than some `before` that may have decided. So the pair survives all
 * three tests below, and looking for such pairs finds every loosening.
 */
export function isLooserPolicy(was: Policy, wished: Policy): boolean {
  const [old, changed] = [partsOf(was), partsOf(wished)]
  const isShadowed = (part: Part, where: Region, by: readonly Part[]): boolean =>
    by.some((each) => each.closeness > part.closeness && covers(each.region, where))
  return changed.some((after) =>
    old.some((before) => {
      if (isWithin(after, before)) return false
      const both = overlap(after.region, before.region)
      if (both === null) return false
      if (isShadowed(after, after.region, changed) || isShadowed(before, after.region, old)) return false
      return !changed.some(
        (each) => each.closeness >= after.closeness && isWithin(each, before) && covers(each.region, both),
      )
    }),
  )
}
