// What couriers ask, and what they hear: one of eight sentences. Limits are per pass, then per door; who fails without
// a pass never costs one that has it (threats G12).
import { type Pass, type RefusalCode, doorId, minutes } from '@portico/core'
import type { CourierRefusal, CourierView } from '@portico/protocol'
import type { Visit } from '@portico/runtime'
import type { Hub } from '../hub.ts'
import { type CourierLook, courierLook } from '../views/courier-view.ts'
import { type Heard, courierHears, say, strangerHears } from '../views/words.ts'
import { SlidingLimit } from './sliding-limit.ts'
import type { ThrottledNotice } from './throttled-notice.ts'

/** Wrong numbers typed with a good code of the door: whoever stands there gets this many guesses. */
export const LABELS = { limit: 5, within: minutes(10) } as const
/** Passes made from one label: a page opened again, not a workshop. */
const PASSES = { limit: 10, within: minutes(10) } as const
/** Arrivals with one pass; the door itself counts the wrong codes among them. */
export const ARRIVALS = { limit: 20, within: minutes(10) } as const

export interface PassFacts {
  readonly pass: Pass
  readonly visit: Visit
}

export type Begun = { readonly pass: string } | CourierRefusal

const refusal = ({ letter, words }: Heard): CourierRefusal => ({ code: 'REFUSED', letter, message: words })

const heardIn = (view: CourierView | null): Heard => (view?.letter ? say(view.letter) : say('D'))

/** The page behind a pass that nobody made, or that is long over. */
export const UNKNOWN_PASS = refusal(say('D'))

export class CourierDesk {
  readonly #hub: Hub
  readonly #refusedLabels: ThrottledNotice
  readonly #labels = new SlidingLimit(LABELS)
  readonly #passes = new SlidingLimit(PASSES)
  readonly #arrivals = new SlidingLimit(ARRIVALS)

  /** `refusedLabels` hears, by door, of numbers that led to no pass. */
  constructor(hub: Hub, refusedLabels: ThrottledNotice) {
    this.#hub = hub
    this.#refusedLabels = refusedLabels
  }

  /** Null: no such pass. Looking changes nothing. */
  find(secret: string): PassFacts | null {
    const { visits } = this.#hub.runtime
    const pass = visits.passOf(secret)
    const visit = pass && visits.get(pass.session)
    return pass && visit ? { pass, visit } : null
  }

  /** What the page of a pass shows now; null when there is no such pass. */
  view(secret: string): CourierView | null {
    return this.look(secret)?.view ?? null
  }

  /** The same with what only a drawn page shows. */
  look(secret: string): CourierLook | null {
    const found = this.find(secret)
    if (!found) return null
    const { runtime, clock } = this.#hub
    const door = runtime.door(found.pass.door)
    return courierLook({ ...found, door, at: clock.mono(), wall: clock.wall() })
  }

  /** The code, when it is still good at this door; looking uses up none. */
  goodCode(door: string, code: string | null): string | null {
    return code !== null && this.#hub.runtime.codes.look(doorId(door), code).fault === null ? code : null
  }

  /** A code of the door and the number on the label lead to a pass. */
  async begin(
    door: string,
    { code, label }: { readonly code: string; readonly label: string },
  ): Promise<Begun> {
    const { runtime, clock } = this.#hub
    const now = clock.mono()
    const at = runtime.door(doorId(door))
    if (!at) return refusal(strangerHears('PRESENCE_INVALID'))
    // Only whoever stands at the door gets as far as a guess, and only guesses count.
    const { fault } = runtime.codes.look(at.door, code)
    if (fault !== null) return refusal(strangerHears(fault))
    // Counted before it is looked at, so that a hundred guesses in one moment are a hundred.
    if (!this.#passes.allows(door, now) || !this.#labels.take(door, now))
      return this.#refuseLabel(door, 'TOO_MANY_TRIES')
    const begun = await runtime.desk.beginByLabel({ door: at.door, code, label })
    if (begun.refused !== null) return this.#refuseLabel(door, begun.refused)
    this.#labels.forgive(door)
    this.#passes.note(door, now)
    return { pass: begun.pass }
  }

  /** Somebody stands at the door and guesses: the owner should be able to read that. */
  #refuseLabel(door: string, why: RefusalCode): CourierRefusal {
    this.#refusedLabels.note(door, why)
    return refusal(strangerHears(why))
  }

  /** Pass and code together: the visit begins, or the courier hears a sentence. */
  async arrive(secret: string, code: string): Promise<CourierView | CourierRefusal> {
    const { runtime, clock } = this.#hub
    const found = this.find(secret)
    if (!found) return UNKNOWN_PASS
    if (!this.#arrivals.take(found.pass.id, clock.mono())) return refusal(courierHears('TOO_MANY_TRIES'))
    // A visit that is over says here what its page says: how it ended, not that its pass has.
    if (found.visit.state === 'closed') return refusal(heardIn(this.view(secret)))
    const { refused } = await runtime.desk.arrive({ pass: secret, code })
    if (refused === null) return this.view(secret) ?? UNKNOWN_PASS
    return refusal(courierHears(refused))
  }
}
