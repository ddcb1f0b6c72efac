// Codes to sentences: what the owner reads, and which of the eight sentences a courier hears.
import { type RefusalCode, isSuspicious } from '@portico/core'
import { type CourierLetter, type ErrorReply, courierSentences, refusalWords } from '@portico/protocol'

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
}

/** The one place that is always there for a parcel. Boxes and garages are doors of their own. */
const PLACE = 'porch'

export const say = (letter: CourierLetter): Heard => ({
  letter,
  words: courierSentences[letter].replace('{place}', PLACE),
})

/** After something suspicious no other place is offered: sabotage must not pay (threats T16). */
export function courierHears(code: RefusalCode): Heard {
  const { courier } = refusalWords[code]
  return say(courier === 'A' && isSuspicious(code) ? 'F' : courier)
}

/** Whoever has no pass hears three sentences at most, so that nothing is learned by asking. */
export function strangerHears(code: RefusalCode): Heard {
  const { courier } = refusalWords[code]
  return say(courier === 'B' || courier === 'E' ? courier : 'H')
}
