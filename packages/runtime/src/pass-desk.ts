// Passes as people make, show and take them back: what a pass is bound to is looked at here, against the visit as it
// stands now.
import {
  type Actor,
  type DoorId,
  type HomeId,
  type Mode,
  type Parcel,
  type Pass,
  type PassId,
  type RefusalCode,
  isOfPhone,
  mustNotUnlock,
  passDenial,
  passMisfit,
} from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import type { Deliveries } from './deliveries.ts'
import type { DoorHost } from './door-host.ts'
import type { HomeJournal } from './home-journal.ts'
import { hashOfSecret, modeOf } from './passes.ts'
import type { Rulings } from './rulings.ts'
import { isUndecided } from './undecided.ts'
import type { Visit } from './visit.ts'
import type { Visits } from './visits.ts'

export interface PassDeskParts {
  readonly home: HomeId
  readonly hosts: ReadonlyMap<DoorId, DoorHost>
  readonly visits: Visits
  readonly deliveries: () => Deliveries
  readonly journal: HomeJournal
  readonly clock: Clock
  readonly chance: Chance
  readonly rulings: Rulings
}

export const isDone = ({ status }: Parcel): boolean => status !== null && mustNotUnlock(status)

export const hashOfPhone = (phone: string | null): string | null =>
  phone === null ? null : hashOfSecret(phone)

export class PassDesk {
  readonly #parts: PassDeskParts

  constructor(parts: PassDeskParts) {
    this.#parts = parts
  }

  /** A single-use pass for a visit; its secret is told here and nowhere else. */
  async mint(visit: Visit): Promise<string> {
    const { visits, clock, journal } = this.#parts
    const [carrier = null] = this.#carriersOf(visit)
    const mode = this.#parts.rulings.widestOf(visit)
    const minted = visits.passes.mint({ visit: { ...visit, mode }, carrier, now: clock.wall() })
    await journal.append({ lines: [minted.line], records: [minted.record] })
    visits.passes.keep(minted)
    return minted.secret
  }

  /**
   * An owner takes a pass back. It is dead from this moment on; a visit that began with it and has not been let in ends
   * as by a no. Once an unlock was committed there is nothing left to take back: then the visit itself must be stopped.
   */
  async revoke(id: PassId, actor: Actor): Promise<RefusalCode | null> {
    const { visits, clock, journal, hosts } = this.#parts
    const pass = visits.passes.get(id)
    if (!pass) return 'PASS_UNKNOWN'
    const denial = passDenial(pass, clock.wall())
    if (denial !== null && denial !== 'PASS_REVOKED') return denial
    const revoked = visits.passes.revoke(id, actor.by)
    const runner = hosts.get(pass.door)?.runner
    const begun = visits.passes.isPresented(pass) && runner && isUndecided(runner.door, pass.session)
    if (begun) await runner.ask({ type: 'AbortSession', sid: pass.session, actor })
    await journal.append({ lines: revoked.lines, records: revoked.records })
    revoked.apply()
    return null
  }

  /** Why this pass is no good now for whoever shows it; null when it is. Looking changes nothing. */
  denialOf(pass: Pass, phone: string | null): RefusalCode | null {
    const { visits, clock, home } = this.#parts
    const visit = visits.get(pass.session)
    if (!visit) return 'PASS_UNKNOWN'
    const denial = passDenial(pass, clock.wall())
    if (denial !== null) return denial
    const parcels = this.parcelsOf(visit)
    if (parcels.length > 0 && parcels.every(isDone)) return 'PARCEL_DONE'
    return passMisfit(pass, {
      home,
      door: visit.door,
      parcels: visit.parcels,
      carriers: this.#carriersOf(visit),
      mode: this.#useOf(pass, visit),
      phone: hashOfPhone(phone),
    })
  }

  /** The pass belongs to the phone that shows it, or to none yet. */
  isOwn(pass: Pass, phone: string | null): boolean {
    return isOfPhone(pass, hashOfPhone(phone))
  }

  parcelsOf(visit: Visit): readonly Parcel[] {
    const deliveries = this.#parts.deliveries()
    return visit.parcels.flatMap((id) => deliveries.get(id) ?? [])
  }

  /** A visit keeps the rules of the day it was announced, unless tighter ones were made since. */
  ruled(visit: Visit): Visit {
    return this.#parts.rulings.ruled(visit)
  }

  /** By the rules of this minute; where they let in unasked by another way than the pass, its visit is asked about. */
  #useOf(pass: Pass, visit: Visit): Mode {
    const mode = modeOf(this.ruled(visit))
    return mode !== pass.mode && pass.mode !== 'owner' ? 'owner' : mode
  }

  #carriersOf(visit: Visit): readonly string[] {
    return this.parcelsOf(visit).flatMap(({ carrier }) => carrier ?? [])
  }
}
