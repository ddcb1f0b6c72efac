// What is drawn in the view of a camera: where its leaf is, where parcels are set down, and what nobody may see.
import { type Static, Type } from 'typebox'
import { Nullable, strict } from './shapes.ts'

const Share = Type.Number({ minimum: 0, maximum: 1 })

/** Corners one after the other, as shares of width and height from the upper left. */
const DrawnArea = Type.Array(Type.Tuple([Share, Share]), { minItems: 3, maxItems: 32 })

const Masks = Type.Array(DrawnArea, { maxItems: 8 })

export const AreasView = Type.Object(
  {
    camera: Type.String(),
    view: Type.Union([Type.Literal('outside'), Type.Literal('inside')]),
    /** The witness of a door: it has to film, and cannot be masked. */
    witness: Type.Boolean(),
    leaf: Nullable(DrawnArea),
    drop: Nullable(DrawnArea),
    /** Those that were drawn on the page. */
    masks: Masks,
    /** Those of the settings file: they hold always. */
    fixed: Type.Array(DrawnArea),
    /** Nobody has drawn on the page: leaf and drop zone are those of the settings file. */
    fromFile: Type.Boolean(),
    /** Masks are to be taken off; any person may stop it. */
    pending: Nullable(
      Type.Object(
        {
          masks: Masks,
          at: Type.Number({ description: 'Unix ms at which it takes effect' }),
          by: Type.String({ description: 'id of the person' }),
        },
        strict,
      ),
    ),
  },
  strict,
)

export const AreasRequest = Type.Object(
  {
    leaf: Nullable(DrawnArea),
    drop: Nullable(DrawnArea),
    masks: Masks,
    code: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 16,
        description: 'from the console of the hub: `portico rules code`; needed to take a mask off',
      }),
    ),
  },
  strict,
)

export type AreasView = Static<typeof AreasView>
export type AreasRequest = Static<typeof AreasRequest>
