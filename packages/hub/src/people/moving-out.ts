// Moving out: a person is of this home no more, with everything that he holds (threats G16, T21). Nobody puts another
// adult out at once: it is read by everybody for a day first, and whoever holds one unlocked telephone of the house has not
// won by it. What waits stands in the records, so a restart goes on waiting, and what was begun is finished.
import { type ActorId, type Duration, after, hours, milliseconds, wallTime } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import { type Deliveries, type HomeRuntime, SerialByKey } from '@portico/runtime'
import type { Logger } from 'pino'
import type { FaceBook } from '../faces/face.ts'
import { httpError } from '../http/http-errors.ts'
import type { Leave, MovingOut, People } from './household.ts'
import { audit } from './audit.ts'

export interface MovingOutParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly people: Pick<People, 'all' | 'end'>
  /** Programs that a code of his let in, and the PINs that he knows, end with him. */
  readonly grants: readonly Pick<FaceBook, 'endOf'>[]
  readonly acts: Pick<Deliveries['acts'], 'release'>
  readonly clock: Clock
  readonly log: Logger
}

/** An adult whom another one puts out is of the home for so long still, and both read it. */
export const LEAVE_NOTICE: Duration = hours(24)
/** The wall clock may be set meanwhile: it is looked at again at least this often. */
const LOOK_EVERY_MS = 60_000
const KEY = 'leave'

export const createMovingOut = (parts: MovingOutParts): MovingOut & Disposable => new LeaveBook(parts)

class LeaveBook implements MovingOut, Disposable {
  readonly #parts: MovingOutParts
  readonly #leaves = new Map<ActorId, Leave>()
  /** Of these nothing but their parcels is left to be done. */
  readonly #gone = new Set<ActorId>()
  /** One change at a time. */
  readonly #serial = new SerialByKey()
  #wake: Wake | null = null
  #disposed = false

  constructor(parts: MovingOutParts) {
    this.#parts = parts
    for (const { value } of parts.records.all('leave')) {
      // cast: only this class writes these records
      const leave = value as Leave
      this.#leaves.set(leave.person, leave)
      if (!parts.people.all.some(({ id }) => id === leave.person)) this.#gone.add(leave.person)
    }
    this.#plan()
  }

  of(person: ActorId): Leave | null {
    return this.#leaves.get(person) ?? null
  }

  ask(person: ActorId, by: ActorId): Promise<void> {
    return this.#serial.run([KEY], async () => {
      const { people, clock } = this.#parts
      const leaving = people.all.find(({ id }) => id === person)
      if (!leaving) throw httpError('HUB_HTTP_NOT_FOUND', 'no such person')
      if (!people.all.some(({ id, role }) => role === 'adult' && id !== person))
        throw httpError('HUB_PEOPLE_LAST', 'the last adult of the home stays')
      const isAtOnce = person === by || leaving.role === 'child'
      const asked = clock.wall()
      const at = isAtOnce ? asked : wallTime(asked + LEAVE_NOTICE)
      const waits = this.of(person)
      // Asked for again is no longer wait, and no shorter one but by himself.
      if (waits === null || at < waits.at) await this.#keep({ person, by, asked, at })
      if (isAtOnce) await this.#finish(person)
    })
  }

  stop(person: ActorId, by: ActorId): Promise<void> {
    return this.#serial.run([KEY], async () => {
      const leave = this.of(person)
      // Who could stop it himself would never have to go.
      if (!leave || (person === by && leave.by !== by))
        throw httpError('HUB_PEOPLE_STAYS', 'nothing waits here that you can stop')
      // It must not come true any more, whatever the disk does.
      this.#leaves.delete(person)
      const { journal, records } = this.#parts
      await audit(journal, {
        what: 'person-leave-stopped',
        by,
        more: { person },
        records: [records.put('leave', person, null)],
      })
    })
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.#wake?.cancel()
  }

  async #keep(leave: Leave): Promise<void> {
    const { journal, records } = this.#parts
    const { person, by, at } = leave
    await audit(journal, {
      what: 'person-leave-asked',
      by,
      more: { person, at },
      records: [records.put('leave', person, leave)],
    })
    this.#leaves.set(person, leave)
    this.#plan()
  }

  /** The person first; his parcels follow, and again after a restart if that came between. */
  async #finish(person: ActorId): Promise<void> {
    const { people, grants, acts, records, journal } = this.#parts
    const leave = this.of(person)
    if (!leave) return
    if (!this.#gone.has(person)) await people.end(person, leave.by)
    this.#gone.add(person)
    for (const each of grants) await each.endOf(person, leave.by)
    await acts.release(person)
    await journal.append({ records: [records.put('leave', person, null)] })
    this.#leaves.delete(person)
  }

  async #look(): Promise<void> {
    const now = this.#parts.clock.wall()
    for (const { person, at } of this.#leaves.values())
      if (at <= now)
        try {
          await this.#serial.run([KEY], () => this.#finish(person))
        } catch (error) {
          this.#parts.log.warn({ code: codeOf(error) }, 'moving out not finished')
          if (codeOf(error) === 'HUB_PEOPLE_LAST') await this.#stays(person)
        }
    this.#plan()
  }

  /** The others went meanwhile. */
  async #stays(person: ActorId): Promise<void> {
    const { journal, records, log } = this.#parts
    this.#leaves.delete(person)
    await audit(journal, {
      what: 'person-leave-stopped',
      by: null,
      more: { person },
      records: [records.put('leave', person, null)],
    }).catch((error: unknown) => log.warn({ code: codeOf(error) }, 'who stays was not noted'))
  }

  /** The next look, by the clock that does not jump. */
  #plan(): void {
    this.#wake?.cancel()
    this.#wake = null
    if (this.#leaves.size === 0 || this.#disposed) return
    const { clock } = this.#parts
    const next = Math.min(...[...this.#leaves.values()].map(({ at }) => at)) - clock.wall()
    const wait = Math.max(1000, Math.min(next, LOOK_EVERY_MS))
    this.#wake = clock.wake(after(clock.mono(), milliseconds(wait)), () => void this.#look())
  }
}
