// Codes to sentences: what the owner reads, and which of the eight sentences a courier hears.
import { type Offered, type RefusalCode, assertNever, isSuspicious } from '@portico/core'
import {
  type CourierLetter,
  type CourierPlace,
  type ErrorReply,
  courierSentences,
  refusalWords,
} from '@portico/protocol'

/** A no of the domain, with the numbers that led to it. */
export interface Refusal {
  readonly code: RefusalCode
  readonly value?: number | undefined
  readonly limit?: number | undefined
}

const UNKNOWN = '?'

const shown = (number: number | undefined): string =>
  number === undefined ? UNKNOWN : String(Math.round(number * 10) / 10)

export const ownerWords = ({ code, value, limit }: Refusal): string =>
  refusalWords[code].owner.replaceAll('{value}', shown(value)).replaceAll('{limit}', shown(limit))

export function refusalReply(refusal: Refusal): ErrorReply {
  const { code, value, limit } = refusal
  return {
    code,
    message: ownerWords(refusal),
    next: refusalWords[code].next,
    ...(value !== undefined && { value }),
    ...(limit !== undefined && { limit }),
  }
}

export interface Heard {
  readonly letter: CourierLetter
  readonly words: string
  /** Which place the sentence names; null for a sentence that names none. */
  readonly place: CourierPlace | null
}

const places: Readonly<Record<CourierPlace, string>> = {
  box: 'parcel box',
  garage: 'garage',
  porch: 'porch',
  neighbour: 'neighbour',
}

export const say = (letter: CourierLetter, place: CourierPlace = 'porch'): Heard => ({
  letter,
  words: courierSentences[letter].replace('{place}', places[place]),
  place: letter === 'A' ? place : null,
})

function sayOffer(offered: Offered): Heard {
  switch (offered) {
    case 'box':
    case 'garage':
    case 'porch':
    case 'neighbour':
      return say('A', offered)
    case 'redirect':
    case 'keep':
    case 'again':
      return say('F')
    case 'bell':
      return say('E')
    default:
      return assertNever(offered)
  }
}

/**
 * The sentence for a no. Where it names a place, that is the rung of the ladder; without one the porch, which is always
 * there, and after something suspicious no place at all: sabotage must not pay (threats T16).
 */
export function courierHears(code: RefusalCode, offered?: Offered): Heard {
  const { courier } = refusalWords[code]
  if (courier !== 'A') return say(courier)
  return sayOffer(offered ?? (isSuspicious(code) ? 'keep' : 'porch'))
}

/** Whoever has no pass hears three sentences at most, so that nothing is learned by asking. */
export function strangerHears(code: RefusalCode): Heard {
  const { courier } = refusalWords[code]
  return say(courier === 'B' || courier === 'E' ? courier : 'H')
}
