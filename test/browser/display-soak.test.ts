// A month on the wall in a minute: whatever the house tells, however often its line is cut, the display holds no more
// memory, no more elements and no more listeners than before, and it still shows the newest.
import type { DoorView, WallView } from '@portico/protocol'
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { DisplayPeer, JPEG } from '../support/display-peer.ts'
import { hang, shows } from '../support/display-room.ts'

/** Thirty days of a busy house: seven hundred events a day. */
const EVENTS = 21_000
const BURST = 150
const RING_EVERY = 5
const CUT_EVERY = 20
const HEAP_MAX = 120 * 1024 * 1024
/** What a heap may differ by from one collection to the next. */
const HEAP_NOISE = 512 * 1024
/** Listeners of a request or two on their way: one for each round would be a hundred and more. */
const LISTENERS_NOISE = 12
/** Elements that something on its way still holds: one kept from each round would be a hundred and forty. */
const NODES_NOISE = 70

const front = (more: Partial<DoorView>): DoorView => ({
  id: 'front',
  name: 'Front door',
  kind: 'house',
  state: 'locked-proved',
  bolt: { word: 'locked', ageMs: 1_000 },
  contact: { word: 'closed', ageMs: 1_000 },
  battery: 80,
  phase: 'idle',
  session: null,
  unfit: null,
  cameras: [
    {
      id: 'porch',
      view: 'outside',
      witness: true,
      talk: false,
      sound: 'live',
      proof: 'none',
      feed: 'live',
      ageMs: 100,
    },
  ],
  alarms: [],
  simulated: true,
  ...more,
})

const wall = (door: DoorView, visits: WallView['visits'] = []): WallView => ({
  home: 'home',
  doors: [door],
  visits,
  nextWindow: null,
  simulated: true,
})

/** A house in which something else is the matter each time. */
function scene(round: number): WallView {
  const steps = ['here', 'live', 'unlocked'].map((rung) => ({ rung, at: Date.now() - 1_000 }))
  const open = front({ state: 'open', phase: 'inside', contact: { word: 'open', ageMs: 100 } })
  const countdown = { what: 'leave', leftMs: 46_000, wholeMs: 60_000 } as const
  const visit = {
    id: `s_${round}`,
    door: 'front',
    phase: 'inside',
    steps,
    countdown,
    outcome: null,
    closed: null,
  }
  const alarm = {
    id: `a_${round}`,
    door: 'front',
    kind: 'DOOR_LEFT_OPEN',
    words: 'The door stands open too long.',
    act: 'Talk, go',
    standingMs: 0,
    acknowledged: false,
  } as const
  const scenes = [
    wall(front({})),
    wall(open, [visit]),
    wall({ ...open, alarms: [alarm] }, [visit]),
    wall(front({ state: 'unknown', bolt: { word: 'unknown', ageMs: null } })),
  ]
  return scenes[round % scenes.length] ?? wall(front({}))
}

async function burst(peer: DisplayPeer, round: number): Promise<void> {
  const before = peer.walls
  peer.wall = scene(round)
  const [alarm] = peer.wall.doors[0]?.alarms ?? []
  if (alarm) {
    const { id, door, kind, words, act } = alarm
    peer.alarm({ alarm: id, door, session: null, kind, level: 0, words, act })
  }
  if (round % RING_EVERY === 0) {
    peer.ring('front')
    const head = {
      kind: 'ring',
      door: 'front',
      session: null,
      camera: 'porch',
      sha256: '0'.repeat(64),
    } as const
    peer.picture({ ...head, ageMs: 50, wall: Date.now() }, JPEG)
  }
  for (let i = 0; i < BURST; i++) peer.event({ type: 'BoltReported', door: 'front' })
  // The display has asked for what it is like now, and was not asked to keep what it was.
  await until('the display to look', () => peer.walls > before)
  if (round % CUT_EVERY !== 0) return
  peer.cut()
  await until('the display to be back', () => peer.listeners === 1)
}

interface Weight {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly pictures: number
}

async function weigh(page: Page, devtools: CDPSession): Promise<Weight> {
  for (let times = 0; times < 3; times++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const metric = (name: string): number => metrics.find((each) => each.name === name)?.value ?? Number.NaN
  return {
    heap: usedSize,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    pictures: await page.evaluate(() => Number(document.documentElement.dataset['pictures'])),
  }
}

/** A request holds its limit of time for ten seconds: until they have all let go, and nothing else does. */
async function rested(look: () => Promise<Weight>): Promise<Weight> {
  let least = Infinity
  let since = performance.now()
  return until(
    'nothing to let go any more',
    async () => {
      const weight = await look()
      const held = weight.listeners + weight.nodes
      if (held < least) since = performance.now()
      least = Math.min(least, held)
      return performance.now() - since > 10_500 && held === least && weight
    },
    60_000,
  )
}

/** What is kept for good is kept however long one waits; what a busy browser has not put away yet goes. */
async function lightAgain(look: () => Promise<Weight>, before: Weight): Promise<Weight> {
  const end = performance.now() + 60_000
  for (;;) {
    const weight = await rested(look)
    const isLight =
      weight.heap - before.heap <= HEAP_NOISE &&
      weight.listeners - before.listeners <= LISTENERS_NOISE &&
      weight.nodes - before.nodes <= NODES_NOISE
    if (isLight || performance.now() > end) return weight
  }
}

test.skipIf(noBrowser !== null)(
  'thirty days without being loaded again leave nothing behind',
  async () => {
    await using peer = await DisplayPeer.listen({
      display: { place: 'inside', door: null },
      wall: wall(front({})),
    })
    const browser = await launchBrowser()
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      // Pictures in memory are no part of the heap: they are counted where they are made and given back.
      await context.addInitScript(() => {
        const make = URL.createObjectURL.bind(URL)
        const giveBack = URL.revokeObjectURL.bind(URL)
        let pictures = 0
        const tell = (): void => void (document.documentElement.dataset['pictures'] = String(pictures))
        document.addEventListener('DOMContentLoaded', tell)
        URL.createObjectURL = (thing) => {
          pictures += 1
          tell()
          return make(thing)
        }
        URL.revokeObjectURL = (url) => {
          pictures -= 1
          tell()
          giveBack(url)
        }
      })
      const page = await hang({ browser, url: peer.url, size: '10-inch', context })
      const devtools = await context.newCDPSession(page)
      await devtools.send('Performance.enable')
      await until('the display to listen', () => peer.listeners === 1)
      const rounds = EVENTS / BURST
      const settle = async (): Promise<void> => {
        await burst(peer, 0)
        peer.wall = wall(front({}))
        peer.event({ type: 'BoltReported', door: 'front' })
        await page.getByRole('button', { name: 'Quiet here' }).click()
        await shows(page, '.doors', 'Locked')
      }
      // Everything was shown once: what is made once is made.
      for (let round = 0; round <= CUT_EVERY; round++) await burst(peer, round)
      await settle()
      const before = await rested(() => weigh(page, devtools))
      for (let round = 1; round <= rounds; round++) await burst(peer, round)
      await settle()
      const after = await lightAgain(() => weigh(page, devtools), before)
      expect(after.heap).toBeLessThanOrEqual(HEAP_MAX)
      expect(after.heap - before.heap, JSON.stringify({ before, after })).toBeLessThanOrEqual(HEAP_NOISE)
      expect(after.listeners - before.listeners, JSON.stringify({ before, after })).toBeLessThanOrEqual(
        LISTENERS_NOISE,
      )
      expect(after.nodes - before.nodes, JSON.stringify({ before, after })).toBeLessThanOrEqual(NODES_NOISE)
      expect(after.pictures).toBe(before.pictures)
      expect(after.pictures).toBe(0)
    } finally {
      await browser.close()
    }
  },
  240_000,
)
