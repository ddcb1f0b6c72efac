// The camera that a door shows in Matter: the first that looks at who rings. What looks into the home is not shown there.
import type { FaceClient } from '@portico/client'
import { type Clock, jpegSize, pause } from '@portico/plugin-api'
import type { DoorView } from '@portico/protocol'
import type { PictureSize } from './video-acts.ts'

/** Told of a camera that gives no picture as the node starts: Matter wants a size before there is one. */
export const SIZE_UNSEEN: PictureSize = { width: 1280, height: 720 }

/** A camera of a hub that has just begun has its first picture soon: how often it is asked, and how long is waited, ms. */
const TRIES = 5
const TRY_AGAIN_MS = 1_000

/** Null: this door has none. */
export const doorCamera = ({ cameras }: Pick<DoorView, 'cameras'>): string | null =>
  cameras.find(({ view }) => view === 'outside')?.id ?? null

export interface SizeOrder {
  readonly client: Pick<FaceClient, 'still'>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** As the picture of now says. */
export async function sizeOf(camera: string, { client, clock, signal }: SizeOrder): Promise<PictureSize> {
  for (let tries = 0; tries < TRIES && !signal.aborted; tries += 1) {
    const still = await client.still(camera).catch(() => null)
    const size = still === null ? null : jpegSize(still.jpeg)
    if (size !== null) return size
    await pause({ clock, signal }, TRY_AGAIN_MS)
  }
  return SIZE_UNSEEN
}
