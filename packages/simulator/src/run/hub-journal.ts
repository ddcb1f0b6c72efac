// The journal of one life of the hub, on a disk that outlives it. Before and after every write lies a point where the
// hub may be killed; a dead hub is answered nothing.
import type { Duration } from '@portico/core'
import { type Batch, HubError, type LineQuery } from '@portico/ports'
import { type MemoryDisk, MemoryJournal } from '@portico/testing/fakes'
import type { LifeClock } from '../house/life-clock.ts'

/** What the disk is like just now; changed by faults. */
export interface DiskHealth {
  latency: () => Duration
  full: boolean
  /** Reading fails as well: a start does not come far. */
  unreadable: boolean
}

export interface HubJournalOptions {
  readonly clock: LifeClock
  readonly disk: MemoryDisk
  readonly health: DiskHealth
  readonly point: (what: 'write' | 'written', batch: Batch) => void
}

export class HubJournal extends MemoryJournal {
  readonly #options: HubJournalOptions

  constructor(options: HubJournalOptions) {
    const { clock, disk, health } = options
    const latency = (): Duration => {
      if (health.full) this.failNext('HUB_JOURNAL_FULL')
      return health.latency()
    }
    super({ clock, latency }, disk)
    this.#options = options
  }

  override async append(batch: Batch): Promise<void> {
    const { clock, point } = this.#options
    if (!clock.isDead) point('write', batch)
    if (clock.isDead) return silence()
    await super.append(batch)
    if (!clock.isDead) point('written', batch)
    if (clock.isDead) return silence()
  }

  override lines(query: LineQuery): ReturnType<MemoryJournal['lines']> {
    if (this.#options.health.unreadable)
      throw new HubError('HUB_JOURNAL_WRITE', 'simulated disk: told to be unreadable')
    return super.lines(query)
  }
}

const silence = (): Promise<never> => new Promise(() => {})
