// Takes visits back from the door because the household says something else of their parcels, or is away. An unlock that
// was committed goes to its end.
import { type Actor, type DoorId, actorId } from '@portico/core'
import type { DoorHost } from './door-host.ts'
import { type DropParts, dropVisit } from './drop-visit.ts'
import { runtimeError } from './errors.ts'
import type { SerialByKey } from './serial-by-key.ts'
import { isUndecided } from './undecided.ts'
import type { Visit } from './visit.ts'

/** What the hub itself does in a person's place. */
export const BY_THE_HUB: Actor = { by: actorId('hub'), face: 'console' }

export interface VisitRecallParts extends DropParts {
  readonly hosts: ReadonlyMap<DoorId, DoorHost>
  /** What gives a door to a visit or takes it back happens one after the other. */
  readonly serial: SerialByKey
  readonly tend: (door: DoorId) => void
}

export class VisitRecall {
  readonly #parts: VisitRecallParts

  constructor(parts: VisitRecallParts) {
    this.#parts = parts
  }

  /** A courier has proved to be there with it: it is past being merely announced. */
  isBegun({ id, door }: Visit): boolean {
    const session = this.#parts.hosts.get(door)?.door.session
    return session?.sid === id && session.phase !== 'armed'
  }

  /**
   * Takes the door from these visits while `work` changes what they may; afterwards they may have it again.
   * @throws HubError `HUB_PARCEL_BUSY` when a courier has begun with one of them
   */
  async stoodBack<Result>(visits: readonly Visit[], work: () => Promise<Result>): Promise<Result> {
    const { serial, tend } = this.#parts
    const doors = [...new Set(visits.map(({ door }) => door))]
    try {
      return await serial.run(doors, async () => {
        for (const visit of visits) await this.#standBack(visit)
        if (visits.some((visit) => this.isBegun(visit)))
          throw runtimeError('HUB_PARCEL_BUSY', 'a courier is at the door with this parcel; wait for the end')
        return await work()
      })
    } finally {
      for (const door of doors) tend(door)
    }
  }

  /** Nobody comes with it any more. */
  callOff(visit: Visit, why: string): Promise<void> {
    return this.#parts.serial.run([visit.door], async () => {
      await this.#standBack(visit)
      await this.#stop(visit)
      const now = this.#parts.visits.get(visit.id)
      if (now?.state === 'due') await dropVisit(this.#parts, now, why)
    })
  }

  /** Whoever has the door gives it back, as far as no unlock was committed. Called by whoever has the door's turn. */
  async giveBack({ door: { session } }: DoorHost): Promise<void> {
    const visit = session && this.#parts.visits.get(session.sid)
    if (!visit) return
    await this.#standBack(visit)
    await this.#stop(visit)
  }

  async #standBack({ id, door }: Visit): Promise<void> {
    const host = this.#parts.hosts.get(door)
    const session = host?.door.session
    if (host && session?.sid === id && session.phase === 'armed')
      await host.runner.ask({ type: 'StandBack', sid: id })
  }

  async #stop({ id, door }: Visit): Promise<void> {
    const host = this.#parts.hosts.get(door)
    if (host && isUndecided(host.door, id))
      await host.runner.ask({ type: 'AbortSession', sid: id, actor: BY_THE_HUB })
  }
}
