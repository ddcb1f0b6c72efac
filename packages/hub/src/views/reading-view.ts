// What one reading of a message says, as `portico parse` prints it and golden files hold it.
import { mustNotUnlock } from '@portico/core'
import type { CarrierReading } from '@portico/plugin-api'

/** Carrier, status, numbers and time are told of every message, null where it says nothing; the rest where there is any. */
export function readingView(
  source: string,
  { eventId, window, photo, handshake, ...reading }: CarrierReading,
): object {
  const { status } = reading
  return {
    source,
    ...reading,
    ...(eventId !== null && { eventId }),
    ...(window && { window: hoursOf(window) }),
    ...(photo && { photo: { mime: photo.mime, bytes: photo.bytes.length } }),
    ...(handshake && { kind: 'handshake', action: handshake.action }),
    ...(status !== null && mustNotUnlock(status) && { mustNotUnlock: true }),
  }
}

/** A window is of one day of its place. */
const hoursOf = ({ from, to }: { readonly from: string; readonly to: string }): object => ({
  date: from.slice(0, 10),
  start: from.slice(11, 16),
  end: to.slice(11, 16),
})
