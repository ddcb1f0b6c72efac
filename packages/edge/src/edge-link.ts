// The edge's end of the line to its hub: obeys no order but a signed, new and fresh one, never one of an older epoch, and
// lets a lock be opened once per op and in time. It needs no hub to refuse.
import type { EdgeReport, Instant, Op } from '@portico/plugin-api'
import { type Sign, type Verify, openFrame, sealFrame } from './frame.ts'
import type { FrameFault } from './hub-link.ts'
import { signNote } from './note-seal.ts'
import { type ReplayGuard, admit, openGuard } from './replay-guard.ts'
import { type EdgeWord, type HubWord, NOTES_IN_FRAME_MAX, readHubWord } from './words.ts'

/** What an edge must not forget: a lower epoch, or a lower count of its lives, would let old frames in again. */
export interface KeptByEdge {
  readonly epoch: number
  /** Starts of the edge. */
  readonly life: number
}

export interface EdgeLinkParts {
  readonly edge: string
  readonly sign: Sign
  /** By the key of the hub that was pinned at pairing. */
  readonly verify: Verify
  /** As it was kept, this life counted in. */
  readonly kept: KeptByEdge
}

export type HeardDown =
  | { readonly fault: null; readonly word: HubWord; readonly isNewHub: boolean }
  | { readonly fault: FrameFault | 'expired' | 'used-op' }

/** Frames of one life at most; the count goes on rising over a restart. */
const FRAMES_OF_LIFE = 2 ** 32
/** Ops that were let through once and are used up. */
const OPS_KEPT = 128

export class EdgeLink {
  readonly #parts: EdgeLinkParts
  #guard: ReplayGuard
  #used: readonly Op[] = []
  #n: number

  constructor(parts: EdgeLinkParts) {
    this.#parts = parts
    this.#guard = openGuard(parts.edge, 'down', parts.kept.epoch)
    this.#n = parts.kept.life * FRAMES_OF_LIFE
  }

  /** To be kept whenever it changed, before anything is said in the new epoch. */
  get kept(): KeptByEdge {
    return { epoch: this.#guard.epoch, life: this.#parts.kept.life }
  }

  /** One frame, or several where there are more notes than one can hold; the newest word on the leaf comes last. */
  say(report: EdgeReport, now: Instant): readonly string[] {
    return this.#words(report).map((word) => this.#seal(word, now))
  }

  hear(wire: string, now: Instant): HeardDown {
    const frame = openFrame(wire, this.#parts.verify)
    if (typeof frame === 'string') return { fault: frame }
    const { guard, fault } = admit(this.#guard, frame.head, now)
    if (fault !== null) return { fault }
    const word = readHubWord(frame.body)
    if (!word) return { fault: 'unreadable' }
    const isNewHub = guard.epoch > this.#guard.epoch
    this.#guard = guard
    if (word.type === 'unlock') {
      if (this.#used.includes(word.op)) return { fault: 'used-op' }
      if (now > word.notAfter) return { fault: 'expired' }
      this.#used = [...this.#used, word.op].slice(-OPS_KEPT)
    }
    return { fault: null, word, isNewHub }
  }

  #seal(word: EdgeWord, now: Instant): string {
    const { edge, sign } = this.#parts
    this.#n += 1
    return sealFrame({ edge, way: 'up', epoch: this.#guard.epoch, n: this.#n, sent: now }, word, sign)
  }

  #words(report: EdgeReport): readonly EdgeWord[] {
    if (report.type !== 'notes') return [report]
    const { edge, sign } = this.#parts
    const alarms = report.notes.filter(({ note }) => note.type === 'alarm')
    const leaf = report.notes.filter(({ note }) => note.type === 'contact').slice(-NOTES_IN_FRAME_MAX)
    const groups = []
    for (let from = 0; from < alarms.length; from += NOTES_IN_FRAME_MAX)
      groups.push(alarms.slice(from, from + NOTES_IN_FRAME_MAX))
    if (leaf.length > 0) groups.push(leaf)
    const all = alarms.length + leaf.length
    let told = 0
    return groups.map((group) => {
      told += group.length
      return { type: 'notes', notes: group.map((note) => signNote(edge, note, sign)), more: all - told }
    })
  }
}
