// What the house and its picture worker say to each other.
import type { Instant, WallTime } from '@portico/plugin-api'
import type { World } from '@portico/world'
import type { CameraSettings } from '../house/house-settings.ts'
import type { ParameterPair } from './h264-encoder.ts'
import type { StreamFault } from './stream-fault.ts'

export interface StudioStart {
  readonly cameras: readonly CameraSettings[]
}

export type ToStudio =
  | { readonly type: 'world'; readonly door: string; readonly world: World }
  /** Nobody looks: nothing is drawn. */
  | { readonly type: 'watched'; readonly camera: string; readonly on: boolean }
  | { readonly type: 'fault'; readonly camera: string; readonly fault: StreamFault }
  /** Somebody looks at its pictures, or films them: as many as it can take. */
  | { readonly type: 'looked'; readonly camera: string; readonly on: boolean }
  /** What the display beside the door shows; null: nothing. */
  | { readonly type: 'display'; readonly door: string; readonly code: string | null }

export interface PictureStamp {
  readonly mono: Instant
  readonly wall: WallTime
}

export type FromStudio =
  | { readonly type: 'ready'; readonly sets: Readonly<Record<string, ParameterPair>> }
  | {
      readonly type: 'picture'
      readonly camera: string
      readonly slice: Uint8Array
      readonly key: boolean
      readonly stamp: PictureStamp
    }
