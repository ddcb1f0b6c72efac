// Finds the tracking numbers in what somebody typed or pasted: a number, an order mail, a link. It guesses who carries
// the parcel and says how sure it is; whoever pasted it chooses.
import { isDhl, isFedExExpress, isFedExGround, isPost, isUps, isUsps } from './check-digits.ts'

/** `check`: its check digit is right; `form`: it only looks like one; `whole`: all that was given. */
export type Certainty = 'check' | 'form' | 'whole'

export interface FoundNumber {
  /** As the label shows it: upper case, no blanks. */
  readonly number: string
  /** Who carries it, as people say it; null: no guess. */
  readonly carrier: string | null
  readonly certainty: Certainty
}

/** Longer texts are looked at up to here, characters. */
export const TEXT_MAX = 20_000
/** More than these are not offered. */
export const FOUND_MAX = 8
/** What the hub takes as a number: letters and digits. */
const NUMBER_MIN = 6
const NUMBER_MAX = 64

interface Shape {
  readonly carrier: string
  /** Finds what looks like one, in upper case; groups may stand apart by one blank or hyphen. */
  readonly pattern: RegExp
  /** Right, wrong, or null: this carrier has no check digit. */
  readonly check: ((number: string) => boolean) | null
  /** Digits alone say too little: a telephone number has ten of them too. */
  readonly needsCheck: boolean
}

const alone = (middle: string): RegExp => new RegExp(`(?<![0-9A-Z])${middle}(?![0-9A-Z])`, 'g')
const digits = (count: number): RegExp => alone(`[0-9](?:[ -]?[0-9]){${count - 1}}`)

const shapes: readonly Shape[] = [
  { carrier: 'UPS', pattern: alone('1Z(?:[ -]?[0-9A-Z]){16}'), check: isUps, needsCheck: false },
  { carrier: 'Post', pattern: alone('[A-Z]{2} ?(?:[0-9] ?){9}[A-Z]{2}'), check: isPost, needsCheck: true },
  { carrier: 'Amazon', pattern: alone('TBA[0-9]{12}'), check: null, needsCheck: false },
  { carrier: 'USPS', pattern: digits(22), check: isUsps, needsCheck: true },
  { carrier: 'USPS', pattern: digits(20), check: isUsps, needsCheck: true },
  { carrier: 'FedEx', pattern: digits(15), check: isFedExGround, needsCheck: true },
  { carrier: 'FedEx', pattern: digits(12), check: isFedExExpress, needsCheck: true },
  { carrier: 'DHL', pattern: digits(10), check: isDhl, needsCheck: true },
]

const plain = (text: string): string => text.replaceAll(/[^0-9A-Z]/g, '')

/** In a link blanks and hyphens may be written as `%20`. */
function readable(text: string): string {
  const shown = text.slice(0, TEXT_MAX).replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const letter = String.fromCodePoint(Number.parseInt(code.slice(1), 16))
    return /[ -~]/.test(letter) ? letter : ' '
  })
  return shown
    .toUpperCase()
    .replaceAll(/[\u00A0\u2007\u202F]/g, ' ')
    .replaceAll(/[\u2010-\u2013]/g, '-')
}

/** What one shape finds, and the text without it: what is part of one number is no other number. */
function takeBy({ carrier, pattern, check, needsCheck }: Shape, text: string): Taken {
  const found: FoundNumber[] = []
  const rest = text.replaceAll(pattern, (match) => {
    const number = plain(match)
    const isRight = check?.(number) ?? false
    if (!isRight && needsCheck) return match
    found.push({ number, carrier, certainty: isRight ? 'check' : 'form' })
    return '|'
  })
  return { found, rest }
}

interface Taken {
  readonly found: readonly FoundNumber[]
  readonly rest: string
}

/** One word after "tracking number", "Sendungsnummer" or the like; carriers have more forms than are known here. */
const NAMED =
  /(?:TRACKING|TRACK|SHIPMENT|PARCEL|PACKAGE|SENDUNGS?|PAKET|COLIS|ENVIO|PIECE|TRACE)[ _-]?(?:NUMBERS?|NUMMER|NUMS?|NR|NO|CODE|ID|S)?[.]?[ \t]*[:=#][ \t]*([0-9A-Z][0-9A-Z-]{6,38}[0-9A-Z])(?![0-9A-Z])/g

function* named(text: string): Generator<FoundNumber> {
  for (const [, word = ''] of text.matchAll(NAMED))
    if (/[0-9]{4}/.test(word)) yield { number: plain(word), carrier: null, certainty: 'form' }
}

/** What was given is one number and nothing else. */
function* whole(text: string): Generator<FoundNumber> {
  const trimmed = text.trim()
  const number = plain(trimmed)
  const isOne = /^[0-9A-Z][0-9A-Z -]*$/.test(trimmed) && /[0-9]/.test(number)
  const hasWords = /[A-Z]{5,}/.test(trimmed) && trimmed.includes(' ')
  if (isOne && !hasWords && number.length >= NUMBER_MIN && number.length <= NUMBER_MAX)
    yield { number, carrier: null, certainty: 'whole' }
}

const order: readonly Certainty[] = ['check', 'form', 'whole']

/** Surest first, each number once, at most `FOUND_MAX`. */
export function findNumbers(text: string): readonly FoundNumber[] {
  const shown = readable(text)
  let rest = shown
  const known = shapes.flatMap((shape) => {
    const taken = takeBy(shape, rest)
    rest = taken.rest
    return taken.found
  })
  const all = [...known, ...named(rest), ...whole(rest)]
  const found = new Map<string, FoundNumber>()
  for (const each of all.toSorted((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty)))
    if (!found.has(each.number)) found.set(each.number, each)
  return [...found.values()].slice(0, FOUND_MAX)
}

/** Why a number is offered, in words. */
export function guessWords({ carrier, certainty }: FoundNumber): string {
  if (carrier === null) return certainty === 'whole' ? 'As you typed it' : 'Named as a tracking number'
  return certainty === 'check' ? `${carrier}, check digit right` : `Looks like ${carrier}, not checked`
}
