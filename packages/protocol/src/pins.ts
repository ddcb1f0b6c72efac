// PINs of the home: by one a person opens through a face. Their digits go in once and come out never, but for those that
// the hub chose itself, which are told at once and not again.
import { type Static, Type } from 'typebox'
import { Nullable, strict } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })
const Id = Type.String({ minLength: 1, maxLength: 128 })

/** When it is good, by the clock on the wall of the home. A night is two spans. */
export const PinSpan = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6, description: '0 is Sunday' }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
    }),
    from: Type.Integer({ minimum: 0, maximum: 1439, description: 'minute of the day, within the span' }),
    to: Type.Integer({ minimum: 1, maximum: 1440, description: 'minute of the day, outside of it' }),
  },
  strict,
)

const terms = {
  name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
  /** Who of the home it is for; null: a guest. It ends when he moves out. */
  person: Nullable(Id),
  /** Null: all. */
  doors: Nullable(Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true })),
  /** Null: always. */
  hours: Nullable(Type.Array(PinSpan, { minItems: 1, maxItems: 14 })),
  /** Null: until it is taken back. */
  until: Nullable(Wall),
}

export const PinRequest = Type.Object(
  {
    ...terms,
    /** Absent: the hub chooses six digits. A person types six; a controller may have four to eight. */
    pin: Type.Optional(Type.String({ pattern: '^[0-9]{4,8}$' })),
    code: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 16,
        description: 'from the console of the hub: `portico rules code`; a person needs it',
      }),
    ),
  },
  strict,
)

export const PinView = Type.Object(
  {
    id: Type.String(),
    ...terms,
    /** A face made it; null: a person did. */
    face: Nullable(Type.String()),
    since: Wall,
    /** Null: never. */
    lastUsed: Nullable(Wall),
  },
  strict,
)

/** `pin`: the digits that the hub chose, told this once; null: whoever asked chose them. */
export const PinReply = Type.Object({ ...PinView.properties, pin: Nullable(Type.String()) }, strict)

export type PinSpan = Static<typeof PinSpan>
export type PinRequest = Static<typeof PinRequest>
export type PinView = Static<typeof PinView>
export type PinReply = Static<typeof PinReply>
