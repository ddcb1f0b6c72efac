// What couriers ask, and what they hear: one of eight sentences. Limits are per pass, then per door; who fails without
// a pass never costs one that has it (threats G12).
import { type Offered, type Pass, type RefusalCode, doorId, minutes } from '@portico/core'
import type { CourierRefusal, CourierView } from '@portico/protocol'
import type { Visit } from '@portico/runtime'
import type { Hub } from '../hub.ts'
import type { ShownPin } from '../live/courier-pins.ts'
import { headOfVisit } from '../evidence/visit-head.ts'
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

/** A pass as it is shown: by the secret in its address, and by what the phone keeps that shows it. */
export interface ShownPass {
  readonly pass: string
  readonly phone: string | null
}

export type Begun = { readonly pass: string } | CourierRefusal

const refusal = ({ letter, words }: Heard): CourierRefusal => ({ code: 'REFUSED', letter, message: words })

const heardIn = (view: CourierView | null): Heard =>
  view?.letter ? say(view.letter, view.place ?? undefined) : say('D')

/** The page behind a pass that nobody made, or that is long over. */
export const UNKNOWN_PASS = refusal(say('D'))

export class CourierDesk {
  readonly #hub: Hub
  readonly #refusedLabels: ThrottledNotice
  readonly #refusedPasses: ThrottledNotice
  readonly #labels = new SlidingLimit(LABELS)
  readonly #passes = new SlidingLimit(PASSES)
  readonly #arrivals = new SlidingLimit(ARRIVALS)

  /** `labels` hears, by door, of numbers that led to no pass; `passes`, by its id, of one that another phone showed. */
  constructor(hub: Hub, refused: { readonly labels: ThrottledNotice; readonly passes: ThrottledNotice }) {
    this.#hub = hub
    this.#refusedLabels = refused.labels
    this.#refusedPasses = refused.passes
  }

  /** Null: no such pass. Looking changes nothing. */
  find(secret: string): PassFacts | null {
    const { visits } = this.#hub.runtime
    const pass = visits.passOf(secret)
    const visit = pass && visits.get(pass.session)
    return pass && visit ? { pass, visit } : null
  }

  /** What the page of a pass shows to this phone now; null when there is no such pass. */
  view(shown: ShownPass): CourierView | null {
    return this.look(shown)?.view ?? null
  }

  /** The same with what only a drawn page shows. */
  look({ pass: secret, phone }: ShownPass): CourierLook | null {
    const found = this.find(secret)
    if (!found) return null
    const { runtime, clock } = this.#hub
    const { pass, visit } = found
    return courierLook({
      visit,
      isOwn: runtime.desk.passes.isOwn(pass, phone),
      denial: runtime.desk.passes.denialOf(pass, phone),
      offerOf: (code) => this.#offered(visit, code),
      pin: this.#pinFor(pass, phone),
      door: runtime.door(pass.door),
      at: clock.mono(),
      wall: clock.wall(),
      head: headOfVisit(runtime, visit),
    })
  }

  /** Only the phone that proved presence with this very pass sees it: whoever keeps nothing has to ring. */
  #pinFor(pass: Pass, phone: string | null): ShownPin | null {
    const { runtime, pins } = this.#hub
    const isBound = pass.phone !== null && runtime.desk.passes.isOwn(pass, phone)
    return isBound && runtime.visits.passes.isPresented(pass) ? pins.of(pass.session) : null
  }

  /** Where the parcel may go after this no: as the visit was told, or else as it would be. */
  #offered(visit: Visit, code: RefusalCode): Offered {
    const { fallbacks } = this.#hub.runtime
    const told = visit.offer?.code === code ? visit.offer : null
    return (told ?? fallbacks.offer(visit, { code, suspicious: false })).offered
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
  async arrive(shown: ShownPass, code: string): Promise<CourierView | CourierRefusal> {
    const { runtime, clock } = this.#hub
    const { pass, phone } = shown
    const found = this.find(pass)
    if (!found) return UNKNOWN_PASS
    if (!this.#arrivals.take(found.pass.id, clock.mono())) return refusal(courierHears('TOO_MANY_TRIES'))
    // A visit that is over says here what its page says: how it ended, not that its pass has.
    if (found.visit.state === 'closed') return refusal(heardIn(this.view(shown)))
    const { refused } = await runtime.desk.arrive({ pass, code, phone })
    if (refused === null) return this.view(shown) ?? UNKNOWN_PASS
    if (refused === 'PASS_OTHER_PHONE') this.#refusedPasses.note(found.pass.id, refused)
    const visit = runtime.visits.get(found.visit.id) ?? found.visit
    return refusal(courierHears(refused, this.#offered(visit, refused)))
  }
}
