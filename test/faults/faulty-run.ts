// Deliveries in one home after another, and faults into each of them at moments that a seed chose.
import { setTimeout as later } from 'node:timers/promises'
import type { JournalLine } from '@portico/core'
import { type SeededChance, seededChance } from '@portico/testing'
import { lineFindings } from '../support/line-findings.ts'
import type { Silence, Story } from './bounds.ts'
import { unlockFindings } from './bounds.ts'
import { type FaultName, drawFault, faultNames, faults } from './fault.ts'
import { FaultyHome } from './faulty-home.ts'
import { FaultyVisit, type Stage, settle, stages } from './faulty-visit.ts'
import { TruthWatch } from './truth-watch.ts'

export interface RunOptions {
  readonly deliveries: number
  readonly kills: number
  readonly seed: number
  readonly lanes: number
  readonly onDelivery?: (done: DeliveryDone) => void
}

export interface DeliveryDone {
  readonly seed: number
  readonly faults: readonly string[]
  readonly isIn: boolean
  /** What the people in it were told last. */
  readonly last: string
  readonly findings: readonly string[]
}

export interface RunResult {
  readonly deliveries: number
  readonly came: number
  readonly kills: number
  readonly happened: ReadonlyMap<FaultName, number>
  readonly stories: readonly Story[]
  readonly findings: readonly string[]
}

/** A door lets three couriers in a day; then another house is taken. */
const DELIVERIES_A_HOME = 3
/** So many times the deliveries at most, to come to the kills. */
const MORE_DELIVERIES = 4
/** Of the faults that are drawn; the others cut, slow, stop or lie. */
const KILLING_SHARE = 0.7
const DELAY_MS = [0, 1_500] as const
/** A drop takes a moment, or a little longer. */
const INSIDE_MS = [800, 6_000] as const

interface Tally {
  deliveries: number
  came: number
  kills: number
  readonly happened: Map<FaultName, number>
  readonly stories: Story[]
  readonly findings: string[]
}

export async function runFaults(options: RunOptions): Promise<RunResult> {
  const tally: Tally = { deliveries: 0, came: 0, kills: 0, happened: new Map(), stories: [], findings: [] }
  const lane = async (): Promise<void> => {
    while (!isDone(options, tally)) await liveIn(options, tally)
  }
  // Each lane ends its own home, also when another failed.
  const ended = await Promise.allSettled(Array.from({ length: options.lanes }, lane))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  return tally
}

/** Where processes cannot be found to be killed, kills would never be enough. */
const isDone = ({ deliveries, kills }: RunOptions, tally: Tally): boolean =>
  tally.deliveries >= deliveries && (tally.kills >= kills || tally.deliveries >= MORE_DELIVERIES * deliveries)

/** A few deliveries in a house of their own, then its journal is judged. */
async function liveIn(options: RunOptions, tally: Tally): Promise<void> {
  await using home = await FaultyHome.start()
  const silences: Silence[] = []
  let samples: Story['samples']
  {
    await using watch = new TruthWatch(home.house)
    samples = watch.samples
    for (let count = 0; count < DELIVERIES_A_HOME; count++) {
      if (isDone(options, tally)) break
      const number = tally.deliveries++
      await deliver({ home, options, tally, silences, seed: options.seed + number })
    }
  }
  // cast: lines of the journal
  const lines = (await home.lines()).map((line) => JSON.parse(line) as JournalLine)
  const story: Story = { lines, samples, starts: home.starts, silences }
  tally.stories.push(story)
  tally.findings.push(...(await lineFindings(lines)), ...unlockFindings(story))
}

interface Delivery {
  readonly home: FaultyHome
  readonly options: RunOptions
  readonly tally: Tally
  readonly silences: Silence[]
  readonly seed: number
}

const trackingNumber = (seed: number): string => `1Z999AA1${String(10_000_000 + seed)}`

interface Plan {
  readonly stage: Stage
  /** After the visit came to the stage, ms. */
  readonly delayMs: number
  readonly name: FaultName
}

const hotStages = ['approved', 'inside', 'shut'] as const

/**
 * One fault after the other in turn, while the door is open or about to be; besides so many kills and what else is
 * drawn between them, each at a moment of the visit.
 */
function planOf(chance: SeededChance, number: number, kills: number): readonly Plan[] {
  const turn = faultNames[number % faultNames.length] ?? 'kill-hub'
  const plans: Plan[] = [{ name: turn, stage: chance.pick(hotStages), delayMs: chance.integer(...DELAY_MS) }]
  for (let drawn = faults[turn].kills; drawn < kills;) {
    const name = drawFault(chance, chance.unit() < KILLING_SHARE)
    drawn += faults[name].kills
    plans.push({ name, stage: chance.pick(stages), delayMs: chance.integer(...DELAY_MS) })
  }
  return plans.toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
}

async function deliver({ home, options, tally, silences, seed }: Delivery): Promise<void> {
  const chance = seededChance(seed)
  const plans = planOf(chance, seed, Math.ceil(options.kills / Math.max(1, options.deliveries)))
  const visit = new FaultyVisit(home, {
    number: trackingNumber(seed),
    insideMs: chance.integer(...INSIDE_MS),
  })
  const breaking = (async () => {
    for (const { stage, delayMs, name } of plans) {
      await visit.reached(stage)
      await later(delayMs)
      await happen({ home, name, chance, tally, silences })
    }
  })()
  const [isIn] = await Promise.all([visit.run(), breaking])
  if (isIn) tally.came += 1
  const { safeAfterMs } = await settle(home)
  const findings =
    safeAfterMs === null
      ? [`delivery ${seed}: neither locked nor alarmed a minute after everything worked again`]
      : []
  tally.findings.push(...findings)
  const drawn = plans.map(({ name, stage }) => `${name} (${stage})`)
  options.onDelivery?.({ seed, faults: drawn, isIn, last: visit.last, findings })
}

interface Happening {
  readonly home: FaultyHome
  readonly name: FaultName
  readonly chance: SeededChance
  readonly tally: Tally
  readonly silences: Silence[]
}

/** Of these the hub says nothing from their beginning to their end. */
const silencing: ReadonlySet<FaultName> = new Set<FaultName>([
  'stop-hub',
  'stop-hub-long',
  'kill-hub-and-leave-it-dead',
])

const mono = (): number => Number(process.hrtime.bigint()) / 1e6

async function happen({ home, name, chance, tally, silences }: Happening): Promise<void> {
  const from = mono()
  const killed = await faults[name].happen(home, chance)
  if (silencing.has(name)) silences.push({ from, to: mono() })
  tally.kills += killed ?? 0
  tally.happened.set(name, (tally.happened.get(name) ?? 0) + 1)
}
