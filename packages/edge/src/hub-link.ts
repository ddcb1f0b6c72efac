// The hub's end of the line to one edge: signs every order, and believes no report but a signed, new and fresh one of this
// very epoch.
import type { Instant } from '@portico/plugin-api'
import { type Sign, type Verify, openFrame, sealFrame } from './frame.ts'
import { isOwnNote } from './note-seal.ts'
import { type HeadFault, type ReplayGuard, admit, openGuard } from './replay-guard.ts'
import { type EdgeWord, type HubWord, readEdgeWord } from './words.ts'

export type FrameFault = HeadFault | 'unsigned' | 'unreadable'

export interface HubLinkParts {
  /** Id of the edge's device. */
  readonly edge: string
  readonly epoch: number
  readonly sign: Sign
  /** By the key that was pinned at pairing. */
  readonly verify: Verify
}

export type HeardUp =
  | { readonly fault: null; readonly word: EdgeWord }
  | {
      readonly fault: FrameFault
      /** The edge has not heard of this epoch yet: no attack, it wants a `hello`. */
      readonly wantsHello: boolean
    }

export class HubLink {
  readonly #parts: HubLinkParts
  #guard: ReplayGuard
  #n = 0

  constructor(parts: HubLinkParts) {
    this.#parts = parts
    this.#guard = openGuard(parts.edge, 'up', parts.epoch)
  }

  /** The edge has spoken in this epoch. */
  get isGreeted(): boolean {
    return this.#guard.n >= 0
  }

  say(word: HubWord, now: Instant): string {
    const { edge, epoch, sign } = this.#parts
    this.#n += 1
    return sealFrame({ edge, way: 'down', epoch, n: this.#n, sent: now }, word, sign)
  }

  hear(wire: string, now: Instant): HeardUp {
    const { edge, verify } = this.#parts
    const no = (fault: FrameFault): HeardUp => ({
      fault,
      wantsHello: fault === 'stale-epoch' && !this.isGreeted,
    })
    const frame = openFrame(wire, verify)
    if (typeof frame === 'string') return no(frame)
    const { guard, fault } = admit(this.#guard, frame.head, now)
    if (fault !== null) return no(fault)
    const word = readEdgeWord(frame.body)
    if (!word) return no('unreadable')
    if (word.type === 'notes' && !word.notes.every((note) => isOwnNote(edge, note, verify)))
      return no('unsigned')
    this.#guard = guard
    return { fault: null, word }
  }
}
