// Turns a batch into what crosses to the writer thread, at the moment of the call.
import type { Batch } from '@portico/ports'
import type { WireBatch } from './writer-message.ts'

/** A copy of its own: a view into a larger buffer would take the whole buffer along. */
const withCopy = <Change extends { readonly value: Uint8Array | null }>(change: Change): Change => ({
  ...change,
  value: change.value === null ? null : new Uint8Array(change.value),
})

export const toWire = ({ lines, outbox, records, blobs }: Batch): WireBatch => ({
  lines: lines.map((line) => {
    const { home, seq, door, session, type } = line
    return { home, seq, door, session, type, text: JSON.stringify(line) }
  }),
  outbox: outbox.map((row) => ({ ...row, payload: JSON.stringify(row.payload) })),
  records: records.map(withCopy),
  blobs: blobs.map(withCopy),
})

/** Roughly what it weighs while it waits. */
export function weightOf({ lines, outbox, records, blobs }: WireBatch): number {
  let bytes = 0
  for (const { text } of lines) bytes += text.length
  for (const { payload } of outbox) bytes += payload.length
  for (const { value } of records) bytes += value?.length ?? 0
  for (const { value } of blobs) bytes += value?.length ?? 0
  return bytes
}
