// One event, and one picture, to many screens at once: how long until the first, the middle and the last of them has
// it, what a screen costs the hub, and beside it a raw ws server that puts its line on the disk and tells as many.
import { Agent } from 'node:http'
import { setTimeout as later } from 'node:timers/promises'
import { HubProcess } from '../test/support/hub-process.ts'
import { figure, median, quantile, ratio } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { send } from './support/http-load.ts'
import { closeBench, openBench } from './support/opening.ts'
import { memoryOf } from './support/process-meter.ts'
import { interleave } from './support/rounds.ts'
import { type Heard, type Screens, type Where, openEvents, openLive, openRaw } from './support/screens.ts'
import { ServerProcess } from './support/server-process.ts'
import { printTable } from './support/table.ts'
import { hookUrl, makeWebhook, trackingNumber } from './support/webhooks.ts'

const { quick } = openBench('fanout: one event, one picture, many screens')
/** The hub lets in 256 sockets a listener: a thousand screens are more than any house has. */
const COUNTS = quick ? [1, 10, 100] : [1, 10, 100, 250]
const PICTURE_COUNTS = [10, 100]
const ROUNDS = quick ? 1 : 5
const EVENTS = quick ? 20 : 100
const PICTURES = quick ? 5 : 20
/** Fewer screens drown in what a process breathes in and out anyway. */
const MEMORY_FROM = 100
/** Sockets that closed must be gone, and those that opened at rest. */
const SETTLE_MS = 1_000
const WARM_UP = quick ? 5 : 30

interface Wire {
  readonly name: string
  readonly pid: () => number
  readonly open: (count: number) => Promise<Screens>
  readonly trigger: Readonly<Record<Heard, () => Promise<unknown>>>
}

interface Round {
  /** Ms from the call to each screen, one list for each time it was told. */
  readonly told: readonly (readonly number[])[]
  readonly kBEach: number
}

async function measure(wire: Wire, { heard, count, times }: Telling): Promise<Round> {
  const before = memoryOf(wire.pid()).rssMB
  await using screens = await wire.open(count)
  await later(SETTLE_MS)
  const kBEach = count < MEMORY_FROM ? NaN : ((memoryOf(wire.pid()).rssMB - before) * 1024) / count
  const told: (readonly number[])[] = []
  for (let time = 0; time < times; time++)
    told.push(await screens.arrivals.after(wire.trigger[heard], { heard, count }))
  if (screens.arrivals.pictureBytes > 0) pictureBytes = screens.arrivals.pictureBytes
  return { told, kBEach }
}

interface Telling {
  readonly heard: Heard
  readonly count: number
  readonly times: number
}

/** What the virtual camera's picture weighs; the raw server sends as much. */
let pictureBytes = 60_000

function makeToken(hub: HubProcess): string {
  const { out, err } = hub.command('token', 'create', 'screens', '--scope', 'read,camera')
  const token = /ptk_[A-Za-z0-9_-]+/.exec(out)?.[0]
  if (token === undefined) throw new Error(`no token: ${out}${err}`)
  return token
}

await using hub = await HubProcess.start()
await using house = await hub.house()
await using raw = await ServerProcess.start('raw-ws-main.ts')
const where: Where = { url: hub.url, token: makeToken(hub) }
const agent = new Agent({ keepAlive: true })
const nothing = { headers: {}, body: Buffer.from('{}') }

const hook = (): Promise<unknown> =>
  send(hookUrl(hub), makeWebhook({ status: 'in-transit', number: trackingNumber(1) }), agent)
const ring = (): Promise<unknown> => house.act('ring', 'front')
const live: Wire = {
  name: 'hub /live',
  pid: () => hub.pid,
  open: (count) => openLive(where, count),
  trigger: { event: hook, picture: ring },
}
const events: Wire = { ...live, name: 'hub /ws/events', open: (count) => openEvents(where, count) }
const ws: Wire = {
  name: 'raw ws',
  pid: () => raw.pid,
  open: (count) => openRaw(raw, count),
  trigger: {
    event: () => send(`${raw.url}/event`, nothing, agent),
    picture: () => send(`${raw.url}/picture?${pictureBytes}`, nothing, agent),
  },
}

const nameOf = (wire: Wire, heard: Heard, count: number): string => `${heard} ${count} ${wire.name}`
const tellings = [
  ...COUNTS.flatMap((count) =>
    [live, events, ws].map((wire) => ({ wire, heard: 'event', count, times: EVENTS }) as const),
  ),
  ...PICTURE_COUNTS.flatMap((count) =>
    [live, ws].map((wire) => ({ wire, heard: 'picture', count, times: PICTURES }) as const),
  ),
]
for (const wire of [live, events, ws]) await measure(wire, { heard: 'event', count: 10, times: WARM_UP })
// Whoever rings first walks up to the door; from then on he stands there.
for (const wire of [live, ws]) await measure(wire, { heard: 'picture', count: 10, times: WARM_UP })
const results = await interleave(
  ROUNDS,
  tellings.map(({ wire, ...telling }) => ({
    name: nameOf(wire, telling.heard, telling.count),
    run: () => measure(wire, telling),
  })),
)

type Figure = (round: Round) => number
const each =
  (share: number): Figure =>
  ({ told }) =>
    quantile(told.flat(), share)
const last =
  (share: number): Figure =>
  ({ told }) =>
    quantile(
      told.map((times) => times.at(-1) ?? NaN),
      share,
    )
/** What telling many costs over telling one, whatever came before. */
const spread: Figure = ({ told }) =>
  quantile(
    told.map((times) => (times.at(-1) ?? NaN) - (times[0] ?? NaN)),
    0.5,
  )
const kBEach: Figure = (round) => round.kBEach

const of = (wire: Wire, { heard, count }: Pick<Telling, 'heard' | 'count'>, measured: Figure): number =>
  median((results.get(nameOf(wire, heard, count)) ?? []).map(measured))

console.log(
  `Event: a signed webhook is posted, is durable, and is told; the raw server puts a line on the disk and tells it.
Picture: the bell is pressed, a still is taken from the camera's stream (${Math.round(pictureBytes / 1000)} kB) and pushed; the raw server
sends as many bytes, with nothing to decode. What telling many costs, whatever came before, is "first to last". All screens are in one process. ${ROUNDS} interleaved
rounds of ${EVENTS} events and ${PICTURES} pictures. The hub lets in 256 sockets a listener, so there is no row of 1,000.`,
)
const rowOf = (wire: Wire, heard: Heard, count: number): readonly (string | number)[] => {
  const one = { heard, count }
  return [
    heard,
    count,
    wire.name,
    `${figure(of(wire, one, each(0.5)))} / ${figure(of(wire, one, each(0.99)))}`,
    `${figure(of(wire, one, last(0.5)))} / ${figure(of(wire, one, last(0.95)))}`,
    figure(of(wire, one, spread)),
    ratio(of(wire, one, each(0.5)) / of(ws, one, each(0.5))),
    count === 1 ? '-' : ratio(of(wire, one, spread) / of(ws, one, spread)),
    figure(of(wire, one, kBEach)),
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
    'kB a screen',
  ],
  tellings.map(({ wire, heard, count }) => rowOf(wire, heard, count)),
)

const event100 = { heard: 'event', count: 100 } as const
const picture10 = { heard: 'picture', count: 10 } as const
const goals: readonly Goal[] = [
  {
    what: 'event to 100 screens on /live, first to last against raw ws',
    at: 'most',
    limit: 1.5,
    unit: 'x',
    measured: of(live, event100, spread) / of(ws, event100, spread),
  },
  {
    what: 'picture to 10 screens, first to last against raw ws',
    at: 'most',
    limit: 3,
    unit: 'x',
    measured: of(live, picture10, spread) / of(ws, picture10, spread),
  },
  {
    what: 'bell pressed to picture on the last of 10 screens, p95',
    at: 'most',
    limit: 500,
    unit: ' ms',
    measured: of(live, picture10, last(0.95)),
  },
]
printGoals(goals)
agent.destroy()
closeBench()
