// One message of a source, from its bytes to the reports it makes: the same for what comes in now and what is replayed.
import { isAscii } from 'node:buffer'
import type { Carrier, CarrierReading, HookVerdict } from '@portico/plugin-api'
import type { CarrierReport } from '@portico/runtime'
import { reportOf } from './report-of.ts'

/** A picture makes a body large and keeps it ASCII, which is read several times faster. */
const textIn = (body: Buffer): string =>
  isAscii(body) ? body.toString('latin1') : new TextDecoder('utf-8', { fatal: true }).decode(body)

/** Throws when it is no JSON in UTF-8. */
export const jsonIn = (body: Buffer): unknown => JSON.parse(textIn(body))

export interface ReadMessage {
  readonly carrier: Carrier
  readonly verdict: Extract<HookVerdict, { accepted: true }>
  /** Empty: it was not understood, and is kept. */
  readonly readings: readonly CarrierReading[]
  readonly body: Uint8Array
}

/** One for each parcel of it, one for a message of none. */
export function reportsOf({ carrier, verdict, readings, body }: ReadMessage): readonly CarrierReport[] {
  const told = readings.length === 0 ? [null] : readings
  return told.map((reading, part) =>
    reportOf({
      source: carrier.id,
      grade: verdict.grade ?? carrier.grade,
      reading,
      eventId: verdict.eventId ?? reading?.eventId ?? null,
      body,
      part,
    }),
  )
}
