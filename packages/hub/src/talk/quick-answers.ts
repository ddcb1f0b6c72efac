// Sentences that somebody of the house has recorded, to be played to whoever stands at a door. Sealed like everything
// personal; they are kept until they are recorded anew or deleted.
import type { ActorId } from '@portico/core'
import { type QuickAnswerId, quickAnswerIds } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import { httpError } from '../http/http-errors.ts'
import { audit } from '../people/audit.ts'

export type QuickAnswersParts = Pick<HomeRuntime, 'records' | 'journal'>

/** Of G.711 µ-law, 8,000 bytes a second: from one second to ten. */
export const ANSWER_BYTES = { min: 8_000, max: 80_000 } as const

interface KeptAnswer {
  /** Base64. */
  readonly muLaw: string
}

export const isQuickAnswer = (id: string): id is QuickAnswerId => quickAnswerIds.some((known) => known === id)

export class QuickAnswers {
  readonly #parts: QuickAnswersParts
  /** The length of each, bytes: lists are asked for with every ring. */
  readonly #lengths = new Map<QuickAnswerId, number>()

  constructor(parts: QuickAnswersParts) {
    this.#parts = parts
    for (const id of quickAnswerIds) {
      const sound = this.sound(id)
      if (sound) this.#lengths.set(id, sound.length)
    }
  }

  /** Ms; null: nobody has recorded it. */
  lasts(id: QuickAnswerId): number | null {
    const bytes = this.#lengths.get(id)
    return bytes === undefined ? null : bytes / 8
  }

  /** G.711 µ-law; null: nobody has recorded it. */
  sound(id: QuickAnswerId): Uint8Array | null {
    // cast: only this class writes these records
    const kept = this.#parts.records.get('answer', id) as KeptAnswer | null
    return kept && Buffer.from(kept.muLaw, 'base64')
  }

  /** Resolves when it is durable. @throws HubError `HUB_HTTP_BODY` */
  async record(id: QuickAnswerId, muLaw: Uint8Array, by: ActorId): Promise<void> {
    const { records, journal } = this.#parts
    if (muLaw.length < ANSWER_BYTES.min || muLaw.length > ANSWER_BYTES.max)
      throw httpError('HUB_HTTP_BODY', 'an answer lasts from one second to ten')
    const kept: KeptAnswer = { muLaw: Buffer.from(muLaw).toString('base64') }
    await audit(journal, {
      what: 'answer-recorded',
      by,
      more: { answer: id },
      records: [records.put('answer', id, kept)],
    })
    this.#lengths.set(id, muLaw.length)
  }

  /** Resolves when it is durable; false: there was none. */
  async delete(id: QuickAnswerId, by: ActorId): Promise<boolean> {
    const { records, journal } = this.#parts
    if (!this.#lengths.has(id)) return false
    await audit(journal, {
      what: 'answer-deleted',
      by,
      more: { answer: id },
      records: [records.put('answer', id, null)],
    })
    this.#lengths.delete(id)
    return true
  }
}

/** A WAV file of µ-law (format 7, RFC 2361), for a browser to play. */
export function wavOf(muLaw: Uint8Array): Buffer {
  const head = Buffer.alloc(58)
  head.write('RIFF', 0)
  head.writeUInt32LE(50 + muLaw.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(18, 16)
  head.writeUInt16LE(7, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('fact', 38)
  head.writeUInt32LE(4, 42)
  head.writeUInt32LE(muLaw.length, 46)
  head.write('data', 50)
  head.writeUInt32LE(muLaw.length, 54)
  return Buffer.concat([head, muLaw])
}
