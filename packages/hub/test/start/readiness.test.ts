// Goal: a hub is ready once every door answered and every witness gave a picture, says until then what is missing, and
// afterwards what was lost. Method: doors and cameras whose state a test sets.
import { type DoorState, defaultSettings, doorId, homeId, initialDoor, instant } from '@portico/core'
import type { FeedReport, FeedState } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import type { CheckedDoor } from '../../src/config/checked-settings.ts'
import { ReadinessWatch } from '../../src/start/readiness.ts'

const door = (id: string): CheckedDoor => ({
  id: doorId(id),
  name: id,
  kind: 'house',
  fallback: ['porch'],
  lock: `${id}-lock`,
  contact: `${id}-contact`,
  edge: null,
  bell: null,
  cameras: [
    { id: `${id}-porch`, view: 'outside', witness: false },
    { id: `${id}-hall`, view: 'inside', witness: true },
  ],
  settings: defaultSettings,
})

type Gate = DoorState['gate']

class House {
  readonly doors = [door('front'), door('back')]
  readonly #states = new Map<string, DoorState>()
  readonly #feeds = new Map<string, FeedReport>()
  lost: string[] = []
  readied = 0
  readonly watch = new ReadinessWatch({
    doors: this.doors,
    stateOf: ({ id }) => this.#states.get(id) ?? null,
    feedOf: (camera) => this.#feeds.get(camera) ?? null,
    lostPlugins: () => this.lost,
    onReady: () => void (this.readied += 1),
  })

  gate(id: string, change: Partial<Gate> = {}): this {
    const state = this.#states.get(id) ?? initialDoor(homeId('home'), doorId(id), defaultSettings)
    this.#states.set(id, { ...state, gate: { ...state.gate, ...change } })
    return this
  }

  feed(camera: string, state: FeedState, captured: number | null = 1): this {
    this.#feeds.set(camera, { camera, state, captured: captured === null ? null : instant(captured) })
    return this
  }

  /** As a house is that answers in everything. */
  well(): this {
    const belief = { seen: instant(1), answers: null, answered: null }
    for (const { id, cameras } of this.doors) {
      this.gate(id, {
        bolt: { ...belief, word: 'locked' },
        contact: { ...belief, word: 'closed' },
        storageOk: true,
        clockOk: true,
      })
      for (const camera of cameras) this.feed(camera.id, 'live')
    }
    return this
  }
}

const unknown = { word: 'unknown', seen: null, answers: null, answered: null } as const

describe('a porch', () => {
  it('is ready when each of its cameras gave a picture: nothing else is there', () => {
    const porch: CheckedDoor = {
      ...door('porch'),
      kind: 'porch',
      lock: null,
      contact: null,
      cameras: [{ id: 'porch', view: 'outside', witness: false }],
    }
    const state = initialDoor(homeId('home'), porch.id, defaultSettings)
    let feed: FeedReport | null = null
    const watch = new ReadinessWatch({
      doors: [porch],
      stateOf: () => state,
      feedOf: () => feed,
      lostPlugins: () => [],
      onReady: () => {},
    })
    expect(watch.now).toEqual({ ready: false, reasons: ['camera porch has given no picture'], degraded: [] })
    feed = { camera: 'porch', state: 'live', captured: instant(1) }
    watch.look()
    expect(watch.now).toEqual({
      ready: true,
      reasons: [],
      degraded: ['film cannot be written', 'the clock is not trusted'],
    })
  })
})

describe('a hub that starts', () => {
  it('is not ready while its doors are not open, and says so', () => {
    const { watch } = new House()
    expect(watch.now).toEqual({
      ready: false,
      reasons: ['door front is not open', 'door back is not open'],
      degraded: [],
    })
  })

  it('says of each door what has not answered', () => {
    const house = new House()
      .well()
      .gate('back', { bolt: unknown, contact: unknown })
      .feed('back-hall', 'connecting', null)
    house.watch.look()
    expect(house.watch.now).toEqual({
      ready: false,
      reasons: [
        'lock back-lock has not answered',
        'contact back-contact has not answered',
        'camera back-hall has given no picture',
      ],
      degraded: [],
    })
    expect(house.readied).toBe(0)
  })

  it('waits for the witness and for no other camera', () => {
    const house = new House().well().feed('front-porch', 'connecting', null)
    house.watch.look()
    expect(house.watch.now).toEqual({
      ready: true,
      reasons: [],
      degraded: ['camera front-porch is connecting'],
    })
  })

  it('is ready when somebody looks, and tells it once', () => {
    const house = new House().well()
    expect(house.watch.now.ready).toBe(false)
    house.watch.look()
    house.watch.look()
    expect(house.watch.now).toEqual({ ready: true, reasons: [], degraded: [] })
    expect(house.readied).toBe(1)
  })
})

describe('a hub that was ready', () => {
  const ready = (): House => {
    const house = new House().well()
    house.watch.look()
    return house
  }

  it('stays so, whatever is lost, and says what', () => {
    const house = ready()
    house.lost = ['virtual-home']
    house
      .gate('front', { bolt: unknown, storageOk: false })
      .gate('back', { contact: unknown, clockOk: false })
    house.feed('front-hall', 'frozen').feed('back-hall', 'silent')
    house.watch.look()
    expect(house.watch.now).toEqual({
      ready: true,
      reasons: [],
      degraded: [
        'plugin virtual-home does not serve',
        'lock front-lock is unknown',
        'camera front-hall is frozen',
        'contact back-contact is unknown',
        'camera back-hall is silent',
        'film cannot be written',
        'the clock is not trusted',
      ],
    })
    expect(house.readied).toBe(1)
  })

  it('says nothing more when it is back', () => {
    const house = ready()
    house.gate('front', { bolt: unknown })
    expect(house.watch.now.degraded).toHaveLength(1)
    house.well()
    expect(house.watch.now.degraded).toEqual([])
  })
})
