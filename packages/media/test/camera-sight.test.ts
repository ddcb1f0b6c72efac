// Goal: leaf, people and parcels are seen where an owner drew to look, nothing is said of a calm view, and an indoor camera
// says nothing outside of a visit. Method: drawn rooms with noise; what moves is drawn from picture to picture.
import { type Area, PLAIN_VIEW, type SightReport } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import { CameraSight } from '../src/sight/camera-sight.ts'
import { type Box, smallView } from './drawn-view.ts'

const square = (left: number, top: number, right: number, bottom: number): Area => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
]

const leaf = square(0.1, 0.2, 0.35, 0.9)
const drop = square(0.5, 0.65, 0.9, 0.95)
/** The leaf gone from its frame: the dark of the hall, and its own edge far away. */
const openLeaf: readonly Box[] = [
  { left: 0.1, top: 0.2, right: 0.35, bottom: 0.9, light: 40 },
  { left: 0.3, top: 0.25, right: 0.33, bottom: 0.85, light: 150 },
]
const parcel: Box = { left: 0.6, top: 0.75, right: 0.72, bottom: 0.92, light: 215 }
const body = (left: number): Box => ({ left, top: 0.25, right: left + 0.12, bottom: 0.92, light: 20 })

const STEP_MS = 100

class Watched {
  readonly said: SightReport[] = []
  readonly sight: CameraSight
  #n = 0

  constructor(view: 'outside' | 'inside') {
    const setup = { ...PLAIN_VIEW, leaf, drop }
    this.sight = new CameraSight({
      camera: 'eye',
      view,
      setup,
      onReport: (report) => void this.said.push(report),
    })
    this.sight.tellShut(true)
    this.see(20, [])
    this.sight.tellShut(false)
  }

  /** So many pictures, ten a second. */
  see(count: number, more: readonly Box[] | ((n: number) => readonly Box[]), gain = 1): this {
    for (let i = 0; i < count; i += 1) {
      this.#n += 1
      const boxes = typeof more === 'function' ? more(i) : more
      this.sight.see(smallView({ seed: this.#n, more: boxes, gain }), this.#n * STEP_MS)
    }
    return this
  }

  of(type: SightReport['type']): readonly SightReport[] {
    return this.said.filter((report) => report.type === type)
  }

  get leafWords(): readonly string[] {
    return this.said.flatMap((report) => (report.type === 'leaf' ? [report.says] : []))
  }
}

describe('the leaf', () => {
  it('is told shut, open and shut again, and nothing more after the visit', () => {
    const watched = new Watched('outside')
    expect(watched.leafWords).toEqual([])
    watched.sight.watchVisit(true)
    watched.see(15, []).see(20, openLeaf).see(20, [])
    watched.sight.watchVisit(false)
    watched.see(10, openLeaf)
    expect(watched.leafWords).toEqual(['closed', 'open', 'closed', 'unknown'])
  })

  it('is not called open for light that comes and goes, nor for somebody who walks past', () => {
    const watched = new Watched('outside')
    watched.sight.watchVisit(true)
    watched
      .see(20, [])
      .see(20, [], 1.3)
      .see(20, [], 0.7)
      .see(12, (n) => [body(0.6 - n * 0.06)])
      .see(20, [])
    expect(watched.leafWords).toEqual(['closed'])
  })

  it('is never told of by a camera that did not see it shut', () => {
    const said: SightReport[] = []
    const setup = { ...PLAIN_VIEW, leaf }
    const sight = new CameraSight({
      camera: 'eye',
      view: 'inside',
      setup,
      onReport: (report) => void said.push(report),
    })
    sight.watchVisit(true)
    for (let n = 0; n < 40; n += 1) sight.see(smallView({ seed: n }), n * STEP_MS)
    expect(said).toEqual([])
  })

  it('that stands open while bolt and contact say shut is not learned as shut', () => {
    const watched = new Watched('outside')
    watched.sight.tellShut(true)
    watched.see(100, openLeaf)
    watched.sight.watchVisit(true)
    watched.see(20, openLeaf)
    expect(watched.leafWords).toEqual(['open'])
  })
})

/** From beside the door into the doorway, or back; then nobody. */
const walkIn = (n: number): readonly Box[] => (n > 14 ? [] : [body(0.62 - n * 0.035)])
const walkOut = (n: number): readonly Box[] => (n > 14 ? [] : [body(0.13 + n * 0.035)])

describe('people', () => {
  it('are counted in and out', () => {
    const watched = new Watched('outside')
    watched.sight.watchVisit(true)
    watched.see(10, []).see(30, walkIn).see(30, walkIn).see(30, walkOut)
    expect(watched.of('people').at(-1)).toMatchObject({ in: 2, out: 1, confidence: 0.9 })
  })

  it('who only pass by, and the swing of the leaf, are nobody who came in', () => {
    const watched = new Watched('outside')
    watched.sight.watchVisit(true)
    watched.see(25, (n) => (n > 14 ? [] : [body(0.85 - n * 0.025)]))
    const swing = (n: number): readonly Box[] => [
      { left: 0.1, top: 0.2, right: 0.1 + Math.max(0.02, 0.25 - n * 0.03), bottom: 0.9, light: 90 },
    ]
    watched.see(10, swing).see(20, [])
    expect(watched.of('people')).toEqual([])
  })

  it('are not said with confidence when pictures were missed meanwhile', () => {
    const watched = new Watched('outside')
    watched.sight.watchVisit(true)
    watched.see(5, []).see(8, walkIn)
    // Light that is switched hides who walks: of what came after it is not sure.
    watched.see(1, [], 2).see(30, (n) => walkIn(n + 9))
    const [report] = watched.of('people')
    expect(report === undefined || (report.type === 'people' && report.confidence < 0.5)).toBe(true)
  })

  it('are not counted from inside', () => {
    const watched = new Watched('inside')
    watched.sight.watchVisit(true)
    watched.see(30, walkIn)
    expect(watched.of('people')).toEqual([])
  })
})

describe('a parcel', () => {
  it('is seen when it was set down and whoever brought it has gone, and when it is taken', () => {
    const watched = new Watched('outside')
    watched.see(40, [])
    watched
      .see(10, [body(0.6)])
      .see(10, (n) => [parcel, body(0.6 + n * 0.03)])
      .see(60, [parcel])
      .see(60, [])
    const parcels = watched.of('parcel')
    expect(parcels.map((report) => report.type === 'parcel' && report.what)).toEqual(['appeared', 'removed'])
    expect(parcels[1]).toMatchObject({ confidence: 0.8 })
  })

  it('is not somebody who stands there, a cloud, or a shadow of the whole place', () => {
    const watched = new Watched('outside')
    watched
      .see(40, [])
      .see(100, [body(0.6)])
      .see(60, [])
      .see(60, [], 0.8)
      .see(60, [])
    expect(watched.of('parcel')).toEqual([])
  })

  it('inside is told of in a visit alone', () => {
    const watched = new Watched('inside')
    watched.see(40, []).see(60, [parcel])
    expect(watched.said).toEqual([])
    watched.sight.watchVisit(true)
    watched.see(60, [])
    expect(watched.of('parcel')).toMatchObject([{ what: 'removed' }])
  })
})
