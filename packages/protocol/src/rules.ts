// Who answers when a courier comes, how that is changed, and what no rule can loosen.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

const Mode = words(['auto', 'owner', 'pin'])

export const alwaysCodes = [
  'ONE_OPENING',
  'FILMED',
  'PICTURE_LIVE',
  'TWO_WITNESSES',
  'SOMEBODY_THERE',
  'CLAIMED_ONLY',
  'ANY_NO_WINS',
  'EXIT_FREE',
] as const

export const RulesView = Type.Object(
  {
    /** In force now. */
    mode: Mode,
    /** Couriers come by plain HTTP: whatever the mode, somebody of the home is asked each time. */
    asksAlways: Type.Boolean(),
    /** It is the one of the settings file, not of a person. */
    fromFile: Type.Boolean(),
    /** A loosening that waits; any person may stop it. */
    pending: Nullable(
      Type.Object(
        {
          mode: Mode,
          at: Type.Number({ description: 'Unix ms at which it takes effect' }),
          by: Type.String({ description: 'id of the person' }),
        },
        strict,
      ),
    ),
    /** What no rule can loosen. */
    always: Type.Array(Type.Object({ code: words(alwaysCodes), words: Type.String() }, strict)),
  },
  strict,
)

export const RulesRequest = Type.Object(
  {
    mode: Mode,
    code: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 16,
        description: 'from the console of the hub: `portico rules code`; needed to loosen',
      }),
    ),
  },
  strict,
)

export type RulesView = Static<typeof RulesView>
export type RulesRequest = Static<typeof RulesRequest>
