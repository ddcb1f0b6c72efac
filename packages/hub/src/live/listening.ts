// The sound of cameras for all who listen: the engine is asked while anybody does, and whoever comes later begins with the
// next piece, behind the initialisation segment that was kept for him.
import type { ListenEngine, LivePiece } from '@portico/ports'
import type { CheckedSettings } from '../config/checked-settings.ts'
import type { Ears } from './cameras.ts'

type Follower = (piece: LivePiece) => void

export interface Listening extends Ears {
  onHeard(piece: LivePiece): void
  /** The engine is gone: who listened has to ask anew. */
  onLost(): void
}

interface Stream {
  readonly followers: Set<Follower>
  init: LivePiece | null
  readonly opened: Promise<void>
}

export function createListening(engine: ListenEngine, sounds: CheckedSettings['sounds']): Listening {
  const streams = new Map<string, Stream>()

  function leave(camera: string, stream: Stream, follower: Follower): void {
    stream.followers.delete(follower)
    if (stream.followers.size > 0 || streams.get(camera) !== stream) return
    streams.delete(camera)
    // An engine that does not answer is gone, and nobody listens by it.
    engine.unlisten(camera).catch(() => {})
  }

  return {
    ruleOf: (camera) => sounds[camera] ?? 'off',
    async follow(camera, follower) {
      const known = streams.get(camera)
      const stream = known ?? { followers: new Set(), init: null, opened: engine.listen(camera) }
      if (!known) streams.set(camera, stream)
      if (stream.init) follower(stream.init)
      stream.followers.add(follower)
      const end = { [Symbol.dispose]: () => leave(camera, stream, follower) }
      try {
        await stream.opened
      } catch (error) {
        end[Symbol.dispose]()
        throw error
      }
      return end
    },
    onHeard(piece) {
      const stream = streams.get(piece.camera)
      if (!stream) return
      if (piece.type === 'init') stream.init = piece
      for (const follower of stream.followers) follower(piece)
    },
    onLost: () => streams.clear(),
  }
}
