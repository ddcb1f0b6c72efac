// Cameras that answered in the network, and the lines of settings that take them.
import { type Static, Type } from 'typebox'
import { Nullable, strict } from './shapes.ts'

export const FoundCameras = Type.Object(
  {
    cameras: Type.Array(
      Type.Object(
        {
          id: Type.String({ description: 'its id in the lines for the settings' }),
          name: Type.String({ description: 'what it calls itself; empty: nothing' }),
          address: Type.String(),
          maker: Nullable(Type.String()),
          model: Nullable(Type.String()),
          can: Type.Array(Type.String(), { description: 'in words: stream, H.265, events, door' }),
        },
        strict,
      ),
    ),
    settings: Type.String({ description: 'YAML; empty when nothing answered' }),
  },
  strict,
)

export type FoundCameras = Static<typeof FoundCameras>
