// Looking through parcels: grouped, paged, searched, and never an older answer over a newer one.
import type { ParcelView } from '@portico/protocol'
import { ClientError, type HomeClient } from '@portico/client'
import { describe, expect, it } from 'vitest'
import { PAGE, ParcelSearch, grouped } from '../../src/parcels/parcel-search.ts'
import { dayWords, isUnderWay } from '../../src/parcels/parcel-words.ts'

const NOW = new Date(2026, 10, 26, 12, 0, 0).getTime()
const DAY = 86_400_000

const parcel = (number: number, more: Partial<ParcelView> = {}): ParcelView => ({
  id: `p_${number}`,
  trackingNumber: `1Z${number}`,
  carrier: null,
  title: null,
  numbers: [],
  sender: null,
  orders: [],
  direction: 'inbound',
  person: null,
  confidential: false,
  hidden: false,
  perishable: false,
  value: null,
  accounts: [],
  conflicts: [],
  disowned: null,
  undo: null,
  claim: 'household',
  status: 'delivered',
  statusAt: NOW - number * 1000,
  source: 'easypost',
  window: null,
  elsewhere: null,
  verdict: { is: 'on-the-way', confidence: 'waits', words: 'On its way', sure: 'More is to come.' },
  firstSeen: NOW - number * 1000,
  lastSeen: NOW - number * 1000,
  session: null,
  ...more,
})

type Query = Parameters<HomeClient['parcels']>[0]

/** A hub with many parcels, answering as the real one does. */
class Parcels implements Pick<HomeClient, 'parcels'> {
  readonly asked: Query[] = []
  readonly all: ParcelView[]
  failing = false
  /** Answers wait for this. */
  gate: Promise<void> = Promise.resolve()

  constructor(count: number) {
    this.all = Array.from({ length: count }, (_, number) => parcel(number))
  }

  async parcels(query: Query = {}): Promise<readonly ParcelView[]> {
    this.asked.push(query)
    await this.gate
    if (this.failing) throw new ClientError({ code: 'CLIENT_UNREACHABLE', message: 'away' }, null)
    const { q = '', before, limit = 100 } = query
    const fitting = this.all.filter(({ trackingNumber }) => trackingNumber.includes(q))
    const from = before ? fitting.findIndex(({ id }) => id === before.id) + 1 : 0
    return fitting.slice(from, from + limit)
  }
}

describe('the list of parcels', () => {
  it('expected ones come first, the nearest window before the others; then by day', () => {
    const rows = [
      parcel(1),
      parcel(2, { status: 'in-transit' }),
      parcel(3, { status: 'out-for-delivery', window: { from: NOW + 5_000, to: NOW + 9_000 } }),
      parcel(4, { lastSeen: NOW - DAY }),
      parcel(5, { lastSeen: NOW - 60 * DAY, status: 'announced' }),
    ]
    const groups = grouped(rows, { now: NOW, isUnderWay, dayOf: (wall) => dayWords(wall, NOW) })
    expect(groups.map(({ name, rows: [...all] }) => [name, ...all.map(({ id }) => id)])).toEqual([
      ['Expected and under way', 'p_3', 'p_2'],
      ['Today', 'p_1'],
      ['Yesterday', 'p_4'],
      [expect.stringContaining('September'), 'p_5'],
    ])
  })

  it('ten thousand come a page at a time', async () => {
    using search = new ParcelSearch(new Parcels(10_000))
    await search.load()
    expect(search.found.value?.rows).toHaveLength(PAGE)
    expect(search.found.value?.hasOlder).toBe(true)
    await search.older()
    const rows = search.found.value?.rows ?? []
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 2 * PAGE }, (_, number) => `p_${number}`))
  })

  it('the end is the end', async () => {
    using search = new ParcelSearch(new Parcels(PAGE + 3))
    await search.load()
    await search.older()
    expect(search.found.value?.rows).toHaveLength(PAGE + 3)
    expect(search.found.value?.hasOlder).toBe(false)
  })

  it('loading again keeps as many rows as are shown', async () => {
    const hub = new Parcels(500)
    using search = new ParcelSearch(hub)
    await search.load()
    await search.older()
    hub.all.unshift(parcel(-1))
    await search.load()
    expect(search.found.value?.rows).toHaveLength(2 * PAGE)
    expect(search.found.value?.rows[0]?.id).toBe('p_-1')
  })

  it('asks when the typing pauses, once, and not for less than three letters', async () => {
    const hub = new Parcels(300)
    using search = new ParcelSearch(hub)
    await search.load()
    search.type('1Z2')
    search.type('1Z29')
    await expect.poll(() => search.found.value?.words).toBe('1Z29')
    expect(hub.asked.map((query) => query?.q)).toEqual([undefined, '1Z29'])
    expect(search.found.value?.rows.every(({ trackingNumber }) => trackingNumber.includes('1Z29'))).toBe(true)
    search.type('1Z')
    await expect.poll(() => search.found.value?.words).toBe('')
    expect(hub.asked.at(-1)?.q).toBeUndefined()
  })

  it('an answer to an older question is thrown away', async () => {
    const hub = new Parcels(300)
    using search = new ParcelSearch(hub)
    let open = (): void => {}
    hub.gate = new Promise((resolve) => (open = resolve))
    const slow = search.load()
    hub.gate = Promise.resolve()
    search.words.value = '1Z7'
    await search.load()
    open()
    await slow
    expect(search.found.value?.words).toBe('1Z7')
  })

  it('a failure is told and leaves what was there', async () => {
    const hub = new Parcels(3)
    using search = new ParcelSearch(hub)
    await search.load()
    hub.failing = true
    await search.load()
    expect(search.error.value?.code).toBe('CLIENT_UNREACHABLE')
    expect(search.found.value?.rows).toHaveLength(3)
    hub.failing = false
    await search.load()
    expect(search.error.value).toBeNull()
  })
})
