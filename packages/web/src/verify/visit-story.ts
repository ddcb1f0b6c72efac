// What the lines of a visit tell, in the words of a reader who was not there. Only lines that were found sound are told.
import type { JournalLine } from '@portico/core'

export interface Told {
  readonly seq: number
  /** Unix ms as the house believed. */
  readonly wall: number
  readonly words: string
}

type Teller = (data: JournalLine['data']) => string

const outcomes: Readonly<Record<string, string>> = {
  delivered: 'Closed: the door was opened, seen and proved locked again',
  undelivered: 'Closed: the door was let go and never opened',
  refused: 'Closed: nobody was let in',
  cancelled: 'Closed: cancelled',
  expired: 'Closed: nobody came in time',
  'taken-over': 'Closed: a resident took over',
  unsealed: 'Closed: locked, and the evidence is not whole',
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

const tellers: Readonly<Record<string, Teller>> = {
  SessionArmed: ({ mode }) =>
    mode === 'owner'
      ? 'A visit was due; a resident was to be asked'
      : `A visit was due, mode ${text(mode, '?')}`,
  PresenceProved: () => 'Somebody proved to stand at the door',
  EntryApproved: () => 'A resident said yes to this entry',
  EntryRefused: ({ code }) => `Refused: ${text(code, '?')}`,
  LivenessProved: () => 'The camera proved its picture to be live',
  UnlockCommitted: () => 'The opening was decided',
  UnlockSent: () => 'The lock was told to open, once',
  UnlockVoided: ({ code }) => `The opening was called off: ${text(code, '?')}`,
  DoorUnlocked: () => 'The bolt was withdrawn',
  DoorOpened: () => 'The door opened',
  DoorReopened: () => 'The door opened again',
  DoorClosed: () => 'The door was shut',
  DoorSecured: () => 'Proved locked: bolt and contact answered the same question',
  RelockUnproved: () => 'The door could not be proved locked in time',
  OwnerTookOver: () => 'A resident took over',
  AbortNoted: () => 'Somebody called it off',
  AlarmRaised: ({ kind }) => `Alarm: ${text(kind, '?')}`,
  SessionClosed: ({ outcome }) => outcomes[text(outcome, '')] ?? `Closed: ${text(outcome, '?')}`,
}

/** More would be no visit. */
const TOLD_MAX = 200

export class VisitStory {
  readonly #told: Told[] = []

  get told(): readonly Told[] {
    return this.#told
  }

  take({ seq, wall, type, data }: JournalLine): void {
    const teller = Object.hasOwn(tellers, type) ? tellers[type] : undefined
    if (teller && this.#told.length < TOLD_MAX) this.#told.push({ seq, wall, words: teller(data) })
  }
}
