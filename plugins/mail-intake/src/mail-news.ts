// A believed mail as the hub hears of it: local times become instants, and an order without numbers gets one stand-in.
import type { MailNews, MailPart } from '@portico/plugin-api'
import { localMoment } from './read/mail-dates.ts'
import type { MailContent, MailWindow } from './read/mail-reading.ts'
import type { TakenMail } from './take-mail.ts'

/**
 * The instant at which a local clock shows `YYYY-MM-DDTHH:MM`; null: it is no time. One that a clock skips is the next
 * that exists, of two that are alike the first.
 */
export function instantOfLocal(local: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${local}:00Z`)
  if (!Number.isFinite(asUtc)) return null
  const shown = (at: number): number => {
    const { day, time } = localMoment(at, timeZone)
    return Date.parse(`${day}T${time}:00Z`)
  }
  // Two zones' offsets can meet at one moment: before the clock is set, and after it.
  const guesses = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => asUtc - (shown(near) - near))
  const exact = guesses.filter((guess) => shown(guess) === asUtc)
  return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)
}

/** A day alone is no window that anybody could be let in by. */
function instants(window: MailWindow | undefined, timeZone: string): MailPart['window'] {
  if (!window || !('date' in window) || window.start === undefined || window.end === undefined) return null
  const from = instantOfLocal(`${window.date}T${window.start}`, timeZone)
  const to = instantOfLocal(`${window.date}T${window.end}`, timeZone)
  return from !== null && to !== null && from < to ? { from, to } : null
}

function partsOf(content: MailContent, timeZone: string): readonly MailPart[] {
  if (content.parcels)
    return content.parcels.map(({ trackingNumber, window }) => ({
      numbers: [trackingNumber],
      window: instants(window, timeZone),
    }))
  const { trackingNumbers, orderId, shipment } = content
  const standIn = orderId === undefined ? [] : [[orderId, shipment ?? []].flat().join('-')]
  const numbers = trackingNumbers.length > 0 ? trackingNumbers : standIn
  return numbers.length === 0 ? [] : [{ numbers, window: instants(content.window, timeZone) }]
}

/** null: it names no parcel, or is none that is believed. */
export function mailNews({ verdict, trust, held, content }: TakenMail, timeZone: string): MailNews | null {
  const { pack, carrier, status, orderId, merchant, occurredLocal, sentAt } = content
  const parts = partsOf(content, timeZone)
  if (verdict !== 'parsed' || trust.by === 'none' || pack === null || parts.length === 0) return null
  const happened = occurredLocal === undefined ? null : instantOfLocal(occurredLocal, timeZone)
  return {
    sender: pack,
    carrier,
    status,
    parts,
    order: orderId ?? null,
    merchant: merchant ?? null,
    occurredAt: happened ?? sentAt,
    eventId: trust.by === 'dkim' ? trust.id : null,
    trust: trust.by,
    held,
  }
}
