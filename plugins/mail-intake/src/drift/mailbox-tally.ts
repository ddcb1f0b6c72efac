// What a mailbox has seen: counts of each sender's notices, a sample of what was not understood, and what was refused.
import type { Clock, MailboxStatus } from '@portico/plugin-api'
import type { MailboxPlace } from '../mailbox/mailbox-place.ts'
import { packs } from '../packs/packs.ts'
import { headerFields, senderOf } from '../read/header-fields.ts'
import type { TakenMail } from '../take-mail.ts'
import { counted, weekOf } from './drift-book.ts'

export interface TallyParts {
  readonly place: MailboxPlace
  readonly clock: Clock
}

export class MailboxTally {
  readonly #parts: TallyParts
  #untrusted = 0
  #overLimits = 0
  #lastMail: number | null = null

  constructor(parts: TallyParts) {
    this.#parts = parts
  }

  overLimits(): void {
    this.#overLimits += 1
  }

  /** Only of a believed mail from an address that sends notices a format can be learned; advertisements have others. */
  count({ verdict, content: { pack, sample } }: TakenMail, raw: Uint8Array): void {
    const { place, clock } = this.#parts
    if (verdict === 'untrusted') this.#untrusted += 1
    if (verdict === 'limits') this.#overLimits += 1
    if (verdict !== 'parsed' && verdict !== 'unrecognised') return
    this.#lastMail = clock.wall()
    const local = senderOf(headerFields(raw))?.local
    const known = packs.find(({ id }) => id === pack)
    if (!known || local === undefined || !known.notices.includes(local)) return
    const understood = verdict === 'parsed'
    const { counts, samples } = place.kept
    place.keep({
      counts: counted(counts, { sender: known.id, understood, now: clock.wall() }),
      ...(!understood && sample !== undefined && { samples: { ...samples, [known.id]: sample } }),
    })
  }

  told(): Pick<MailboxStatus, 'lastMail' | 'untrusted' | 'overLimits' | 'week'> {
    const { place, clock } = this.#parts
    const { counts, samples } = place.kept
    return {
      lastMail: this.#lastMail,
      untrusted: this.#untrusted,
      overLimits: this.#overLimits,
      week: weekOf(counts, clock.wall()).map((week) => ({
        ...week,
        sample: week.drifted ? (samples[week.sender] ?? null) : null,
      })),
    }
  }
}
