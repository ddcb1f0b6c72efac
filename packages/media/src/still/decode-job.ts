// What the decoding thread is asked and answers.

export interface DecodeJob {
  readonly id: number
  /** `look`: the fingerprint of the last picture. `develop`: a JPEG of the sharpest last picture of the groups. */
  readonly type: 'look' | 'develop'
  /** Pictures in Annex B, each group from a key picture with its parameter sets on. */
  readonly groups: readonly (readonly Uint8Array<ArrayBuffer>[])[]
}

export type DecodeReply = { readonly id: number } & (
  | { readonly type: 'samples'; readonly samples: Uint8Array }
  | {
      readonly type: 'jpeg'
      readonly group: number
      readonly width: number
      readonly height: number
      readonly bytes: Uint8Array
    }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
)
