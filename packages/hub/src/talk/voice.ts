// Who speaks with whoever stands at a door, and through which camera.
import type { DoorId } from '@portico/core'
import type { TalkKind } from '@portico/ports'
import type { Identity } from '../people/identity.ts'

/** Somebody speaks with whoever stands at a door. */
export interface Answered {
  readonly door: DoorId
  /** Name of the person or display. */
  readonly by: string
  /** What a recorded answer says; null: somebody speaks. */
  readonly words: string | null
}

export interface TalkOrder {
  readonly camera: string
  readonly by: Identity
  readonly kind: TalkKind
  /** What is said, where that is known: shown beside the door too. */
  readonly words: string | null
  /** The camera left in the middle of it. */
  readonly onLost: () => void
}

/** Somebody speaks until it is disposed of; what waits is spoken first. */
export interface Speaking extends AsyncDisposable {
  say(muLaw: Uint8Array): void
  [Symbol.asyncDispose](): Promise<void>
}

/** Who speaks through which camera. */
export interface Voice {
  /** Resolves when the camera listens. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_TALK_TAKEN`, `HUB_CAMERA_*` */
  begin(order: TalkOrder): Promise<Speaking>
  /** The engine lost a camera that was spoken through. */
  lost(camera: string): void
}
