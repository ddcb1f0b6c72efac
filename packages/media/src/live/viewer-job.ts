// What the engine and the thread of the WebRTC viewers say to each other.
import type { Instant } from '@portico/core'
import type { ProfileBytes } from './offer.ts'
import type { StunServer } from './web-rtc.ts'

/** A picture as it crosses: in one piece of memory, which the thread takes away. */
export interface SentPicture {
  /** NALs behind their lengths of four bytes; parameter sets stand before those of a key picture. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly key: boolean
  readonly captured: Instant
}

export interface ViewerOpening {
  readonly viewer: string
  readonly camera: string
  readonly offer: string
  readonly profile: ProfileBytes
  readonly addresses: readonly string[]
  readonly stun: StunServer | null
}

export type ViewerJob =
  | { readonly type: 'open'; readonly opening: ViewerOpening }
  | { readonly type: 'trickle'; readonly viewer: string; readonly candidates: readonly string[] }
  | { readonly type: 'close'; readonly viewer: string }
  /** Pictures of a camera that somebody looks at, oldest first; `fresh`: those before are no part of them. */
  | {
      readonly type: 'pictures'
      readonly camera: string
      readonly fresh: boolean
      readonly pictures: readonly SentPicture[]
    }
  /** Nobody looks at it any more. */
  | { readonly type: 'forget'; readonly camera: string }

export type ViewerNews =
  /** Loaded: from now on answers come soon. */
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly viewer: string; readonly answer: string }
  | {
      readonly type: 'refusal'
      readonly viewer: string
      readonly why: 'malformed' | 'unfit' | 'failed'
      readonly words: string
    }
  /** It ended by itself. */
  | { readonly type: 'gone'; readonly viewer: string; readonly why: string }
