// Reads from a fragment of MP4 when its last picture is shown, so that the picture on the screen can be told from the
// one that has only arrived.
import { inside, runIn, viewOf } from './mp4-boxes.ts'

/** Seconds from the start of the track to the last picture in the fragment; null: this is no fragment of the hub. */
export function lastPictureTime(bytes: Uint8Array): number | null {
  const moof = inside(viewOf(bytes), 'moof')
  return (moof && runIn(moof).at(-1)?.media) ?? null
}
