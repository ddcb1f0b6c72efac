// The languages of the courier's page, and which of them a browser asks for.
import { ar } from './words/ar.ts'
import type { CourierWords } from './words/courier-words.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import { it } from './words/it.ts'
import { nl } from './words/nl.ts'
import { pl } from './words/pl.ts'
import { pt } from './words/pt.ts'
import { ro } from './words/ro.ts'
import { tr } from './words/tr.ts'
import { uk } from './words/uk.ts'

const catalogue = { en, de, fr, nl, es, pt, it, pl, ro, tr, uk, ar } as const satisfies Record<
  string,
  CourierWords
>

export type Language = keyof typeof catalogue

// cast: the keys of the literal above, in its order
export const languages = Object.keys(catalogue) as readonly Language[]

/** Each by the name that those who speak it look for. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  nl: 'Nederlands',
  es: 'Español',
  pt: 'Português',
  it: 'Italiano',
  pl: 'Polski',
  ro: 'Română',
  tr: 'Türkçe',
  uk: 'Українська',
  ar: 'العربية',
}

export const wordsOf = (language: Language): CourierWords => catalogue[language]

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** Null: none of ours. */
export const languageOf = (name: unknown): Language | null =>
  languages.find((language) => language === name) ?? null

/** As many wishes of a browser are read. */
const WISHES_MAX = 16

/** The best wish of `Accept-Language` (RFC 9110 §12.5.4) that is one of ours; English when there is none. */
export function languageWished(accept: string | undefined): Language {
  const wishes = (accept ?? '')
    .split(',', WISHES_MAX)
    .flatMap((wish) => {
      const [range = '', ...parameters] = wish.split(';')
      const language = languageOf(range.trim().toLowerCase().split('-')[0])
      const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean)
      return language ? [{ language, weight: quality === undefined ? 1 : Number(quality) }] : []
    })
    .filter(({ weight }) => weight > 0)
  // Sorting keeps the order of equals: the first wish wins.
  return wishes.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? 'en'
}
