// What the decoding thread is asked and answers.
import type { Area, ImageFormat } from '@portico/ports'
import type { SmallPicture } from '../sight/small-picture.ts'
import type { GroupPlace } from './still-cursor.ts'

/** What the thread is started with. */
export interface DecoderStart {
  /** Where `ffmpeg` is; null: there is none. */
  readonly ffmpeg: string | null
}

/** The thread has loaded all it needs: from now on a job takes what a job takes. */
export interface DecoderReady {
  readonly type: 'ready'
}

/** How a picture leaves the engine. */
export interface Dress {
  readonly masks: readonly Area[]
  /** Null: as it is. */
  readonly width: number | null
  readonly format: ImageFormat
}

export type DecodeJob = { readonly id: number } & (
  | {
      /** What the next picture of a camera shows. A key picture begins a run; the others follow it without a gap. */
      readonly type: 'look'
      readonly camera: string
      readonly key: boolean
      /** Annex B, a key picture with its parameter sets before it. */
      readonly unit: Uint8Array<ArrayBuffer>
      /** A code in the picture is read as well. */
      readonly code: boolean
    }
  | {
      /** An image of the sharpest last picture of the groups, each from a key picture with its parameter sets on. */
      readonly type: 'develop'
      readonly groups: readonly (readonly Uint8Array<ArrayBuffer>[])[]
      readonly dress: Dress
      /** Of a single group from the memory of a camera: the next still may be of it, too. */
      readonly place: GroupPlace | null
    }
)

export type DecodeReply = { readonly id: number } & (
  | {
      readonly type: 'seen'
      /** Null for other than key pictures: those cannot be compared with minutes ago. */
      readonly samples: Uint8Array | null
      readonly small: SmallPicture
      readonly code: string | null
    }
  | {
      readonly type: 'jpeg'
      readonly group: number
      readonly width: number
      readonly height: number
      readonly bytes: Uint8Array
    }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
)
