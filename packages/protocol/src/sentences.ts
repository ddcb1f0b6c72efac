// One sentence of the household's policy as it is written in the settings file and sent by a page: both say it alike.
import { SENTENCES_MAX, places, presences } from '@portico/core'
import { type Static, Type } from 'typebox'
import { strict, words } from './shapes.ts'

/** In the order of ISO 8601. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const clock = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', description })

const name = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ minLength: 1, maxLength: 64, pattern: '\\S', description })

/** What a sentence is about; everything is optional, and what is absent may be anything. */
const scope = {
  door: Type.Optional(name('id of a door')),
  person: Type.Optional(name('opaque id of whose parcel it is')),
  carrier: Type.Optional(name('any of its names')),
  sender: Type.Optional(name('the shop')),
  parcel: Type.Optional(name('id of one parcel')),
}

const conditions = {
  days: Type.Optional(Type.Array(words(weekdays), { minItems: 1, maxItems: 7, uniqueItems: true })),
  from: Type.Optional(clock('local time, with `to`; a span may go over midnight')),
  to: Type.Optional(clock('the first minute that is no longer in it')),
  presence: Type.Optional(words(presences)),
  perishable: Type.Optional(Type.Literal(true)),
  valueFrom: Type.Optional(
    Type.Object(
      {
        minor: Type.Integer({ minimum: 0, maximum: 1e9, description: 'in cents, pence' }),
        currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' }),
      },
      strict,
    ),
  ),
}

export const SentenceFile = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$', description: 'of your choice, used once' }),
    ...scope,
    ...conditions,
    place: words(places),
    mode: Type.Optional(words(['owner', 'auto', 'pin'] as const)),
  },
  strict,
)

export const Sentences = Type.Array(SentenceFile, {
  maxItems: SENTENCES_MAX,
  description: 'whose parcels go where, and when; the closest one decides',
})

export type SentenceFile = Static<typeof SentenceFile>
