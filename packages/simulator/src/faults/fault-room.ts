// What a fault may reach into, and when: at a moment of the story that its seed chooses, until everything is healed.
import type { SeededChance } from '@portico/testing/fakes'
import type { House } from '../house/house.ts'
import type { Link2 } from '../house/wire.ts'
import type { Carrier } from '../people/carrier.ts'
import type { Script } from '../people/script.ts'
import type { Owner } from '../people/owner.ts'
import type { Hub } from '../run/hub.ts'
import { between } from '../run/streams.ts'

/** Types of lines that mark the way of a visit: most faults hurt near one of them. */
const milestones = [
  'SessionArmed',
  'PresenceProved',
  'ProofStarted',
  'UnlockCommitted',
  'UnlockSent',
  'DoorUnlocked',
  'DoorOpened',
  'DoorClosed',
  'RelockStarted',
  'SealStarted',
  'SessionClosed',
] as const

export interface FaultRoomParts {
  readonly draw: SeededChance
  readonly house: House
  readonly hub: Hub
  readonly owner: Owner
  readonly carrier: Carrier
  readonly script: Script
  readonly label: string
  readonly now: () => number
  readonly later: (wait: number, call: () => void) => void
  readonly tell: (who: string, what: string) => void
  readonly hand: (who: string) => void
  /** From here on the household means to be asked about each courier. */
  readonly wantsToBeAsked: () => void
  /** Calls once, at the first durable line of this type. */
  readonly onLine: (type: string, call: () => void) => void
  readonly isHealed: () => boolean
}

export class FaultRoom {
  readonly parts: FaultRoomParts
  readonly draw: SeededChance
  readonly house: House
  readonly hub: Hub

  constructor(parts: FaultRoomParts) {
    this.parts = parts
    this.draw = parts.draw
    this.house = parts.house
    this.hub = parts.hub
  }

  between(min: number, max: number): number {
    return between(this.draw, min, max)
  }

  /** After so many ms, unless everything was healed meanwhile. */
  later(wait: number, call: () => void): void {
    this.parts.later(wait, () => {
      if (!this.parts.isHealed()) call()
    })
  }

  /** Shortly after the first line of this type. */
  after(type: string, wait: number, call: () => void): void {
    this.parts.onLine(type, () => this.later(wait, call))
  }

  /** At a moment of the visit: near one of its steps, or anywhere in the first minute and a half. */
  sometime(call: () => void): void {
    if (this.draw.unit() < 0.3) this.later(this.between(0, 90_000), call)
    else this.after(this.draw.pick(milestones), this.between(0, 6000) * this.draw.unit(), call)
  }

  /** From the beginning, or from some moment on; for a while, or until everything is healed. */
  window(begin: () => void, end: () => void): void {
    const start = (): void => {
      begin()
      if (this.draw.unit() < 0.7) this.later(this.between(2000, 200_000), end)
    }
    if (this.draw.unit() < 0.35) start()
    else this.sometime(start)
  }

  /** One of the links of the house. */
  someLink(): Link2 {
    const { lock, contact, edge, notifier } = this.house
    return this.draw.pick([lock.link, contact.link, edge.link, notifier])
  }

  tell(who: string, what: string): void {
    this.parts.tell(who, what)
  }
}

/** Both ways of a link. */
export const bothWays = ({ down, up }: Link2, change: Parameters<Link2['up']['change']>[0]): void => {
  down.change(change)
  up.change(change)
}

export const heal = ({ down, up }: Link2): void => {
  down.heal()
  up.heal()
}
