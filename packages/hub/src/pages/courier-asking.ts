// What a request for a courier's page shows besides its path: whether a person looks or a program, in which language,
// and what this phone brought along.
import { fastifyCookie } from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { type Language, languageOf, languageWished } from '@portico/web/courier'

export interface CourierAsking {
  /** A browser: it is answered with pages. Everything else is answered with JSON. */
  readonly isBrowser: boolean
  readonly language: Language
  /** Chosen on the page, and kept in its address; null: the browser's own wish counts. */
  readonly chosen: Language | null
  /** `?t=`: the code that was scanned. */
  readonly scanned: string | null
  /** `?other`: not the pass that this phone remembers. */
  readonly isOther: boolean
  /** The code this phone scanned on its way to the page of a pass. */
  readonly keptCode: string | null
  /** The pass whose page this phone has open. */
  readonly keptPass: string | null
  /** What this phone keeps for that pass alone, so that it is known again; null: it keeps nothing. */
  readonly phone: string | null
}

/** Longer ones are none of ours. */
const CODE_MAX = 64

export const codeCookie = 'courier-code'
export const passCookie = 'courier-pass'
export const phoneCookie = 'courier-phone'

/** Between a pass and what its phone keeps; neither has such a sign. */
export const PASS_AND_PHONE = '.'

const short = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= CODE_MAX ? value : null

/** Browsers name HTML when they go somewhere; programs name JSON or take anything. */
export function namesHtml(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';')
    return (
      type.trim().toLowerCase() === 'text/html' && !parameters.some((each) => /^\s*q=0(\.0*)?\s*$/.test(each))
    )
  })
}

const isForm = (type: string | undefined): boolean =>
  type?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true

export function courierAsking({ headers, query }: FastifyRequest): CourierAsking {
  // Read here, because a request that the guards turned away has not had its cookies read.
  const kept = fastifyCookie.parse(headers.cookie ?? '')
  // cast: the query of any request is an object of texts and lists of texts
  const { t, lang, other } = query as Readonly<Record<string, unknown>>
  const chosen = languageOf(lang)
  const [keptPass = null, withPass = null] = short(kept[passCookie])?.split(PASS_AND_PHONE) ?? []
  return {
    isBrowser: namesHtml(headers.accept) || isForm(headers['content-type']),
    language: chosen ?? languageWished(headers['accept-language']),
    chosen,
    scanned: short(t),
    isOther: other !== undefined,
    keptCode: short(kept[codeCookie]),
    keptPass,
    phone: short(kept[phoneCookie]) ?? withPass,
  }
}

/** Address with the chosen language, if one was chosen. */
export const withLanguage = (path: string, { chosen }: CourierAsking): string =>
  chosen === null ? path : `${path}?lang=${chosen}`
