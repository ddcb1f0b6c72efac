// What a controller can ask of a door, and how it is answered. The adapter to the library knows nothing of the hub, and the
// hub's side nothing of the library: this is all that they share.

/** Why a command was not taken. */
export const denials = [
  /** This fabric may not do that. */
  'right',
  /** No PIN, or a wrong one. */
  'pin',
  /** Too many wrong ones: none is taken for a while. */
  'closed',
  /** A user of a controller outside of his hours. */
  'hours',
  /** A user that is switched off. */
  'disabled',
  /** Somebody is being let in, the door is not as it must be, or this fabric asks too much at once. */
  'busy',
  /** The hub does not answer, or not in time. */
  'lost',
  /** Anything else. */
  'refused',
] as const

export type Denial = (typeof denials)[number]

/** Null: done, as far as the hub is concerned; what the bolt does is told when it is seen. */
export type Answer = Denial | null

export interface PinChange {
  /** Of the controller that asks: its index in the fabric table. */
  readonly fabric: number
  /** 1–10. */
  readonly slot: number
  readonly pin: string
  readonly name: string
}

export interface Opening {
  /** Null: none came. */
  readonly pin: string | null
  /** This user may not, which the hub hears as an opening without a PIN. */
  readonly denied: Denial | null
  /** This user has hours, and is within them: the hub knows whether the clock is to be trusted. */
  readonly inHours: boolean
}

export interface DoorActs {
  /** A place for one more command of this fabric; null: too many are under way. To be given back. */
  place(fabric: number, what: 'lock' | 'other'): Disposable | null
  lock(fabric: number): Promise<Answer>
  open(fabric: number, opening: Opening): Promise<Answer>
  /** Whether this fabric may change users, PINs and schedules. */
  mayCode(fabric: number): Promise<Answer>
  setPin(change: PinChange): Promise<Answer>
  clearPins(fabric: number, slots: readonly number[]): Promise<Answer>
  /** Slot whose PIN this is; null: none that a controller has set. */
  slotOf(pin: string): Promise<number | null>
  now(): number
}
