// The list of parcels as it is looked through: newest first, searched by the hub, and fetched a page at a time. Ten
// thousand parcels never stand on the screen at once.
import type { ClientError, HomeClient } from '@portico/client'
import type { ParcelView } from '@portico/protocol'
import { batch, signal } from '@preact/signals'
import { hubNow } from '../live/hub-clock.ts'
import { asClientError } from '../live/loaded.ts'
import { ALL_TIMES, type SearchTimes, timesIn } from './search-times.ts'

/** Rows that come at a time. */
export const PAGE = 50
/** Rows that the hub gives at once. */
const ASKED_MAX = 500
/** Shorter words find too much: the hub refuses them. */
export const WORDS_MIN = 3
const WORDS_MAX = 64
/** Ms without a key before the hub is asked. */
const DEBOUNCE_MS = 250

export interface Found {
  readonly rows: readonly ParcelView[]
  /** What was searched for; empty: everything. */
  readonly words: string
  /** Within which days. */
  readonly times: SearchTimes
  /** There may be more behind the last row. */
  readonly hasOlder: boolean
  /** Unix ms at which it was asked for. */
  readonly asOf: number
}

export class ParcelSearch implements Disposable {
  readonly words = signal('')
  readonly times = signal<SearchTimes>(ALL_TIMES)
  /** null: nothing came yet. */
  readonly found = signal<Found | null>(null)
  readonly error = signal<ClientError | null>(null)
  readonly isAsking = signal(false)
  readonly #client: Pick<HomeClient, 'parcels'>
  #round = 0
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(client: Pick<HomeClient, 'parcels'>) {
    this.#client = client
  }

  /** What stands in the box. It is asked for when the typing pauses. */
  type(words: string): void {
    this.words.value = words.slice(0, WORDS_MAX)
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => void this.load(), DEBOUNCE_MS)
  }

  within(times: SearchTimes): void {
    this.times.value = times
    void this.load()
  }

  /** The first page, or as many rows as are shown already. */
  async load(): Promise<void> {
    clearTimeout(this.#waiting)
    const words = this.#wanted
    const shown = this.found.value
    const isSame = shown?.words === words && shown.times === this.times.value
    const limit = isSame ? Math.min(ASKED_MAX, Math.max(PAGE, shown.rows.length)) : PAGE
    await this.#ask({ words, limit, before: null }, (rows) => rows)
  }

  async older(): Promise<void> {
    const { found } = this
    const last = found.value?.rows.at(-1)
    if (!found.value || !last || this.isAsking.value) return
    const { rows, words } = found.value
    await this.#ask({ words, limit: PAGE, before: last }, (more) => {
      const ids = new Set(rows.map(({ id }) => id))
      return [...rows, ...more.filter(({ id }) => !ids.has(id))]
    })
  }

  [Symbol.dispose](): void {
    this.#round += 1
    clearTimeout(this.#waiting)
  }

  get #wanted(): string {
    const words = this.words.value.trim()
    return words.length < WORDS_MIN ? '' : words
  }

  /** An answer to an older question is thrown away. */
  async #ask(
    { words, limit, before }: Question,
    put: (rows: readonly ParcelView[]) => readonly ParcelView[],
  ): Promise<void> {
    const round = ++this.#round
    const asOf = hubNow()
    const times = this.times.value
    this.isAsking.value = true
    try {
      const rows = await this.#client.parcels({
        limit,
        ...(words !== '' && { q: words }),
        ...(before !== null && { before }),
        ...timesIn(times, asOf),
      })
      if (round !== this.#round) return
      batch(() => {
        this.found.value = { rows: put(rows), words, times, hasOlder: rows.length === limit, asOf }
        this.error.value = null
        this.isAsking.value = false
      })
    } catch (error) {
      if (round !== this.#round) return
      this.error.value = asClientError(error)
      this.isAsking.value = false
    }
  }
}

interface Question {
  readonly words: string
  readonly limit: number
  /** The last row that is shown; null: from the newest on. */
  readonly before: ParcelView | null
}

export interface Group {
  readonly name: string
  readonly rows: readonly ParcelView[]
}

/** Something that was expected and not heard of for longer is no longer under way. */
const FRESH_MS = 21 * 86_400_000

/** Expected and under way first, the nearest window before the others; then by the day of the last word. */
export function grouped(rows: readonly ParcelView[], { now, isUnderWay, dayOf }: Grouping): readonly Group[] {
  const isDue = (parcel: ParcelView): boolean => isUnderWay(parcel) && now - parcel.lastSeen < FRESH_MS
  const due = rows.filter(isDue)
  const windowOf = ({ window }: ParcelView): number =>
    window && window.to > now ? window.from : Number.POSITIVE_INFINITY
  const groups = new Map<string, ParcelView[]>()
  for (const parcel of rows)
    if (!isDue(parcel))
      groups.set(dayOf(parcel.lastSeen), [...(groups.get(dayOf(parcel.lastSeen)) ?? []), parcel])
  const older = [...groups].map(([name, parcels]) => ({ name, rows: parcels }))
  if (due.length === 0) return older
  const sorted = due.toSorted((a, b) => compare(windowOf(a), windowOf(b)) || b.lastSeen - a.lastSeen)
  return [{ name: 'Expected and under way', rows: sorted }, ...older]
}

/** Two that never come are alike. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b)

interface Grouping {
  /** Unix ms. */
  readonly now: number
  readonly isUnderWay: (parcel: ParcelView) => boolean
  readonly dayOf: (wall: number) => string
}
