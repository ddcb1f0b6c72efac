// One event, and one picture, to many screens at once: how long until the first, the middle and the last of them has
// it, what a screen costs the hub, and beside it a raw ws server that puts its line on the disk and tells as many.
import { setTimeout as later } from 'node:timers/promises'
import { figure, median, quantile, ratio } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { interleave } from './support/rounds.ts'
import { screenMemory } from './support/screen-memory.ts'
import type { Heard } from './support/screens.ts'
import { printTable } from './support/table.ts'
import { type Wire, startHubWires, startRawWire } from './support/wires.ts'

const { quick } = openBench('fanout: one event, one picture, many screens')
/** The hub lets in 256 sockets a listener: a thousand screens are more than any house has. */
const MANY = 250
const COUNTS = quick ? [1, 10, 100] : [1, 10, 100, MANY]
const PICTURE_COUNTS = [10, 100]
const ROUNDS = quick ? 1 : 5
const MEMORY_ROUNDS = quick ? 1 : 3
const EVENTS = quick ? 20 : 100
const PICTURES = quick ? 5 : 20
/** Sockets that closed must be gone, and those that opened at rest. */
const SETTLE_MS = 1_000
const WARM_UP = quick ? 5 : 30

interface Telling {
  readonly heard: Heard
  readonly count: number
  readonly times: number
}

/** Ms from the call to each screen, one list for each time it was told. */
type Told = readonly (readonly number[])[]

/** What the virtual camera's picture weighs; the raw server sends as much. */
let pictureBytes = 60_000

async function measure(wire: Wire, { heard, count, times }: Telling): Promise<Told> {
  await using screens = await wire.open(count)
  await later(SETTLE_MS)
  const told: (readonly number[])[] = []
  for (let time = 0; time < times; time++)
    told.push(await screens.arrivals.after(() => wire.trigger(heard, pictureBytes), { heard, count }))
  if (screens.arrivals.pictureBytes > 0) pictureBytes = screens.arrivals.pictureBytes
  return told
}

const wireNames = { live: 'hub /live', events: 'hub /ws/events', raw: 'raw ws' }

async function weigh(): Promise<ReadonlyMap<string, readonly number[]>> {
  const order = { count: MANY, settleMs: 2 * SETTLE_MS }
  const ofHub = (which: 'live' | 'events') => async (): Promise<number> => {
    await using wires = await startHubWires()
    return await screenMemory(wires[which], order)
  }
  const ofRaw = async (): Promise<number> => {
    await using wire = await startRawWire()
    return await screenMemory(wire, order)
  }
  return interleave(MEMORY_ROUNDS, [
    { name: wireNames.live, run: ofHub('live') },
    { name: wireNames.events, run: ofHub('events') },
    { name: wireNames.raw, run: ofRaw },
  ])
}

const nameOf = (wire: string, { heard, count }: Pick<Telling, 'heard' | 'count'>): string =>
  `${heard} to ${count} by ${wire}`

async function tell(): Promise<ReadonlyMap<string, readonly Told[]>> {
  await using hub = await startHubWires()
  await using raw = await startRawWire()
  const { live, events } = hub
  for (const wire of [live, events, raw]) await measure(wire, { heard: 'event', count: 10, times: WARM_UP })
  // Whoever rings first walks up to the door; from then on he stands there.
  for (const wire of [live, raw]) await measure(wire, { heard: 'picture', count: 10, times: WARM_UP })
  const variant = (wire: Wire, telling: Telling) => ({
    name: nameOf(wire.name, telling),
    run: () => measure(wire, telling),
  })
  return await interleave(ROUNDS, [
    ...COUNTS.flatMap((count) =>
      [live, events, raw].map((wire) => variant(wire, { heard: 'event', count, times: EVENTS })),
    ),
    ...PICTURE_COUNTS.flatMap((count) =>
      [live, raw].map((wire) => variant(wire, { heard: 'picture', count, times: PICTURES })),
    ),
  ])
}

type Figure = (told: Told) => number
const each =
  (share: number): Figure =>
  (told) =>
    quantile(told.flat(), share)
const last =
  (share: number): Figure =>
  (told) =>
    quantile(
      told.map((times) => times.at(-1) ?? NaN),
      share,
    )
/** What telling many costs over telling one, whatever came before. */
const spread: Figure = (told) =>
  quantile(
    told.map((times) => (times.at(-1) ?? NaN) - (times[0] ?? NaN)),
    0.5,
  )

const told = await tell()
const weights = await weigh()

function of(wire: string, one: Pick<Telling, 'heard' | 'count'>, measured: Figure): number {
  return median((told.get(nameOf(wire, one)) ?? []).map(measured))
}

const { live, events, raw } = wireNames
console.log(
  `Event: a signed webhook is posted, is durable, and is told; the raw server puts a line on the disk and tells it.
Picture: the bell is pressed, a still is taken from the camera's stream (${Math.round(pictureBytes / 1000)} kB) and pushed; the raw server
sends as many bytes, with nothing to decode. What telling many costs, whatever came before, is "first to last". All
screens are in one process. ${ROUNDS} interleaved rounds of ${EVENTS} events and ${PICTURES} pictures. The hub lets in 256 sockets a
listener, so there is no row of 1,000.`,
)
const rowOf = (wire: string, heard: Heard, count: number): readonly (string | number)[] => {
  const one = { heard, count }
  return [
    heard,
    count,
    wire,
    `${figure(of(wire, one, each(0.5)))} / ${figure(of(wire, one, each(0.99)))}`,
    `${figure(of(wire, one, last(0.5)))} / ${figure(of(wire, one, last(0.95)))}`,
    figure(of(wire, one, spread)),
    ratio(of(wire, one, each(0.5)) / of(raw, one, each(0.5))),
    count === 1 ? '-' : ratio(of(wire, one, spread) / of(raw, one, spread)),
  ]
}
printTable(
  [
    'what',
    'screens',
    'wire',
    'any screen p50/p99 ms',
    'last screen p50/p95 ms',
    'first to last ms',
    'p50 vs raw',
    'first to last vs raw',
  ],
  [
    ...COUNTS.flatMap((count) => [live, events, raw].map((wire) => rowOf(wire, 'event', count))),
    ...PICTURE_COUNTS.flatMap((count) => [live, raw].map((wire) => rowOf(wire, 'picture', count))),
  ],
)
const weightOf = (wire: string): number => median(weights.get(wire) ?? [])
printTable(
  ['wire', `kB a screen (${MANY} opened on a fresh process)`, 'vs raw'],
  [live, events, raw].map((wire) => [wire, figure(weightOf(wire)), ratio(weightOf(wire) / weightOf(raw))]),
)

const event100 = { heard: 'event', count: 100 } as const
const picture10 = { heard: 'picture', count: 10 } as const
printGoals([
  {
    what: 'event to 100 screens on /live, first to last against raw ws',
    at: 'most',
    limit: 1.5,
    unit: 'x',
    measured: of(live, event100, spread) / of(raw, event100, spread),
  },
  {
    what: 'picture to 10 screens, first to last against raw ws',
    at: 'most',
    limit: 3,
    unit: 'x',
    measured: of(live, picture10, spread) / of(raw, picture10, spread),
  },
  {
    what: 'bell pressed to picture on the last of 10 screens, p95',
    at: 'most',
    limit: 500,
    unit: ' ms',
    measured: of(live, picture10, last(0.95)),
  },
])
closeBench()
