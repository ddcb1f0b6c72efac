// Where couriers and visits meet: passes, labels, proofs of presence, and which visit has the door.
import {
  type DoorEvent,
  type DoorId,
  type DoorState,
  type Mode,
  type Pass,
  type RefusalCode,
  type SessionId,
  isLooser,
  labelFits,
  lowerCeiling,
  passDenial,
} from '@portico/core'
import { codeOf } from '@portico/ports'
import type { DoorHost } from './door-host.ts'
import { dropVisit } from './drop-visit.ts'
import { noteHeld } from './note-held.ts'
import type { LocalDay } from './local-day.ts'
import { PassDesk, type PassDeskParts, hashOfPhone, isDone } from './pass-desk.ts'
import { modeOf } from './passes.ts'
import type { PresenceCodes } from './presence-codes.ts'
import type { RuntimeLog } from './runtime-log.ts'
import { SerialByKey } from './serial-by-key.ts'
import { isUndecided } from './undecided.ts'
import type { Visit } from './visit.ts'
import { BY_THE_HUB, VisitRecall } from './visit-recall.ts'

export interface VisitDeskParts extends PassDeskParts {
  readonly codes: PresenceCodes
  readonly day: LocalDay
  /** Deliveries are paused: no door is armed for anybody. */
  readonly isHeld: () => boolean
  /** The wall clock is about to judge a window: has it jumped? */
  readonly lookAtClock: () => void
  /** Somebody shows the label of a visit that was let in before. Resolves once it is noted. */
  readonly onLabelAgain: (visit: Visit) => Promise<void>
  readonly log: RuntimeLog
}

export type Answer =
  | { readonly refused: null; readonly session: SessionId }
  | { readonly refused: RefusalCode; readonly session: SessionId | null }

const NONCE_BYTES = 16

/** The first refusal among events; null when there is none. */
export function refusalIn(events: readonly DoorEvent[]): RefusalCode | null {
  for (const event of events) if (event.type === 'Refused' || event.type === 'EntryRefused') return event.code
  return null
}

export class VisitDesk {
  readonly #parts: VisitDeskParts
  /** What gives a door to a visit or takes it back happens one after the other. */
  readonly #serial = new SerialByKey()
  readonly #tending = new Set<DoorId>()

  readonly passes: PassDesk
  readonly recall: VisitRecall

  constructor(parts: VisitDeskParts) {
    this.#parts = parts
    this.passes = new PassDesk(parts)
    this.recall = new VisitRecall({
      ...parts,
      serial: this.#serial,
      tend: (door) => void this.tend(door),
    })
  }

  /** A single-use pass for a visit; its secret is told here and nowhere else. */
  mintPass(visit: Visit): Promise<string> {
    return this.passes.mint(visit)
  }

  nonce(): string {
    return Buffer.from(this.#parts.chance.bytes(NONCE_BYTES)).toString('hex')
  }

  /** The visit whose parcel bears this label; a code of the door must vouch that somebody stands there. */
  async beginByLabel(order: {
    readonly door: DoorId
    readonly code: string
    readonly label: string
  }): Promise<
    | { readonly refused: RefusalCode }
    | { readonly refused: null; readonly pass: string; readonly visit: Visit }
  > {
    const { codes, visits, clock } = this.#parts
    const { fault } = codes.look(order.door, order.code)
    if (fault !== null) return { refused: fault }
    const fits = (visit: Visit): boolean =>
      this.passes
        .parcelsOf(visit)
        .some(({ numbers }) => numbers.some((number) => labelFits(order.label, number)))
    // Of two that bear the number the one that may less: a number alone does not tell which of them stands there.
    const visit = visits
      .startable(order.door, clock.wall())
      .filter(fits)
      .toSorted((a, b) =>
        a.ceiling === b.ceiling ? 0 : lowerCeiling(a.ceiling, b.ceiling) === a.ceiling ? -1 : 1,
      )[0]
    if (!visit) {
      await this.#usedAgain(visits.delivered(order.door).find(fits))
      return { refused: 'LABEL_UNKNOWN' }
    }
    if (this.passes.parcelsOf(visit).every(isDone)) return { refused: 'PARCEL_DONE' }
    return { refused: null, pass: await this.mintPass(visit), visit }
  }

  /** He hears the same as with any label that nobody waits for. */
  async #usedAgain(visit: Visit | undefined): Promise<void> {
    if (!visit) return
    try {
      await this.#parts.onLabelAgain(visit)
    } catch (error) {
      this.#parts.log.warn({ session: visit.id, code: codeOf(error) }, 'label shown again, not noted')
    }
  }

  /**
   * Pass and door code together: somebody with the right to come stands at the door now. `phone` is what the phone
   * keeps that shows the pass: from the accepted presence on the pass belongs to it. Null: it keeps nothing; absent:
   * there are no phones here.
   */
  async arrive(order: {
    readonly pass: string
    readonly code: string
    readonly phone?: string | null
  }): Promise<Answer> {
    const { visits, clock, codes, hosts, day } = this.#parts
    const { phone = null } = order
    const keepsNothing = order.phone === null
    const pass = visits.passOf(order.pass)
    if (!pass) return { refused: 'PASS_UNKNOWN', session: null }
    const { session } = pass
    const denial = this.passes.denialOf(pass, phone)
    if (denial !== null) return { refused: denial, session }
    const host = hosts.get(pass.door)
    const visit = visits.get(session)
    if (!host || !visit) return { refused: 'PASS_UNKNOWN', session: null }
    this.#parts.lookAtClock()
    const check = codes.accept(pass.door, order.code)
    if (check.fault === null && this.#parts.isHeld()) {
      await noteHeld(this.#parts, visit)
      return { refused: 'ON_HOLD', session }
    }
    if (check.fault === null) await this.#serial.run([pass.door], () => this.#giveDoorTo(visit, host))
    if (check.fault === null) await this.#askInstead({ pass, keepsNothing }, host)
    using arrival = visits.passes.arriving({
      token: check.token,
      secret: order.pass,
      phone: hashOfPhone(phone),
    })
    const { events } = await host.runner.ask({
      type: 'ProvePresence',
      sid: session,
      method: 'door-code',
      token: arrival.token,
      fault: check.fault ?? this.#keptOut(visit, host),
      localDate: day.at(clock.wall()).localDate,
      nonce: this.nonce(),
    })
    const refused = refusalIn(events) ?? (await this.#takenBack(order.pass, host))
    return refused === null ? { refused, session } : { refused, session }
  }

  /**
   * A PIN is shown to the phone of the pass alone: whoever has none that is known again waits for the owner's yes. So does
   * whoever would come in unasked by another way than the pass was made for.
   */
  async #askInstead(
    { pass, keepsNothing }: { readonly pass: Pass; readonly keepsNothing: boolean },
    { door, runner }: DoorHost,
  ): Promise<void> {
    const { session } = door
    if (session?.sid !== pass.session || session.phase !== 'armed' || session.mode === 'owner') return
    if ((session.mode === 'pin' && keepsNothing) || session.mode !== pass.mode)
      await runner.ask({ type: 'TightenSession', sid: session.sid })
  }

  /** The pass was taken back while its presence was being written: what began with it ends. */
  async #takenBack(secret: string, host: DoorHost): Promise<RefusalCode | null> {
    const pass = this.#parts.visits.passOf(secret)
    if (pass?.status !== 'revoked') return null
    if (isUndecided(host.door, pass.session))
      await host.runner.ask({ type: 'AbortSession', sid: pass.session, actor: BY_THE_HUB })
    return passDenial(pass, this.#parts.clock.wall())
  }

  /** A rule that cannot be read is none: the door's loop goes on, and the owner is asked. */
  #isInRule(mode: Mode, visit: Visit): boolean {
    try {
      return !isLooser(mode, this.passes.ruled(visit).mode)
    } catch (error) {
      this.#parts.log.warn({ doorId: visit.door, code: codeOf(error), err: error }, 'rule not read')
      return false
    }
  }

  /** It still goes by a rule that was tightened since, and no unlock of it has left. */
  isOutOfRule({ session }: DoorState): boolean {
    if (!session || session.mode === 'owner') return false
    const visit = this.#parts.visits.get(session.sid)
    if (visit && this.#isInRule(session.mode, visit)) return false
    return 'hot' in session ? session.phase === 'unlocking' && session.hot.mark !== 'sent' : true
  }

  /** Arms the door for the visit that waits longest, when it is free; clears away what came too late. */
  async tend(door: DoorId): Promise<void> {
    const host = this.#parts.hosts.get(door)
    if (!host || this.#tending.has(door)) return
    this.#tending.add(door)
    try {
      await this.#serial.run([door], () => this.#armNext(host))
    } catch (error) {
      this.#parts.log.warn({ doorId: door, code: codeOf(error), err: error }, 'door not armed')
    } finally {
      this.#tending.delete(door)
    }
  }

  async #armNext(host: DoorHost): Promise<void> {
    await this.#dropOverdue()
    if (this.#parts.isHeld()) return this.recall.giveBack(host)
    const { session } = host.door
    // The hour has passed, or somebody came home: a session without power is ruled anew, one that has some is asked about.
    if (session && this.isOutOfRule(host.door))
      await host.runner.ask({
        type: session.phase === 'armed' ? 'StandBack' : 'TightenSession',
        sid: session.sid,
      })
    const [next] = this.#parts.visits.due(host.id, this.#parts.clock.wall())
    if (next && host.door.session === null) await this.#arm(next, host)
  }

  async #arm(announced: Visit, host: DoorHost): Promise<void> {
    const { visits, isHeld } = this.#parts
    if (isHeld()) return
    const visit = this.passes.ruled(visits.get(announced.id) ?? announced)
    visits.put(visit)
    const { id: sid, mode, from, to, source, claim, channel, ceiling, parcels, policy } = visit
    const { events } = await host.runner.ask({
      type: 'ArmSession',
      sid,
      mode,
      from,
      to,
      source,
      claim,
      channel,
      ceiling,
      parcels,
      policy,
      tries: visit.tries,
    })
    const refused = refusalIn(events)
    if (refused !== null && refused !== 'DOOR_BUSY') await dropVisit(this.#parts, visit, refused)
  }

  /** The courier of another visit is here first: a session without power stands back for this one. */
  async #giveDoorTo(visit: Visit, host: DoorHost): Promise<void> {
    const { session } = host.door
    if (session?.sid === visit.id && !this.isOutOfRule(host.door) && !this.#mayMore(visit, host.door)) return
    if (session?.phase === 'armed') await host.runner.ask({ type: 'StandBack', sid: session.sid })
    if (host.door.session === null) await this.#arm(visit, host)
  }

  /** Armed in a minute in which the owner was to be asked, and in this one nobody need be. */
  #mayMore(visit: Visit, { session, gate }: DoorState): boolean {
    if (session?.phase !== 'armed' || session.mode !== 'owner') return false
    const mode = modeOf(this.passes.ruled(visit))
    return mode === 'auto' || (mode === 'pin' && gate.pin === true)
  }

  /** What the household's sentences say of whoever stands there now; kept with the visit, which explains itself by it. */
  #keptOut(visit: Visit, { door: { session } }: DoorHost): RefusalCode | null {
    const { visits } = this.#parts
    if (session?.sid !== visit.id || session.phase !== 'armed') return null
    const now = this.passes.ruled(visits.get(visit.id) ?? visit)
    visits.put(now)
    return now.ruling?.place === 'inside' ? null : 'RULE_ELSEWHERE'
  }

  async #dropOverdue(): Promise<void> {
    for (const visit of this.#parts.visits.overdue(this.#parts.clock.wall()))
      await dropVisit(this.#parts, visit, 'expired')
  }
}
