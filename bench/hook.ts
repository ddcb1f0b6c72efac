// Signed webhooks to the real hub: how long until they are durable and answered, how many, at what cost, and beside
// them the bare node:http server that answers the same bytes and keeps nothing. Afterwards: all that was acked must
// stand in the journal, once.
import { HubProcess } from '../test/support/hub-process.ts'
import { figure, median, quantile, ratio } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { type LoadResult, isAcked, loadByCallers, loadByRate } from './support/http-load.ts'
import { bodiesIn } from './support/journal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { cpuSeconds } from './support/process-meter.ts'
import { interleave } from './support/rounds.ts'
import { ServerProcess } from './support/server-process.ts'
import { printTable } from './support/table.ts'
import { type Webhook, hookUrl, makeWebhooks, trackingNumber } from './support/webhooks.ts'

const { quick } = openBench('hook: signed webhook → journal → 2xx')
const ROUNDS = quick ? 1 : 5
const WARM_UP = quick ? 200 : 1000
const ONE_CALLER = quick ? 200 : 1000
const FIFTY_CALLERS = quick ? 500 : 4000
const RATE = 100
const RATE_SECONDS = quick ? 2 : 15
const HOME_PARCELS = 40

interface Round {
  readonly one: LoadResult
  readonly fifty: LoadResult
  readonly steady: LoadResult
  /** Seconds on the processors during the run with fifty callers. */
  readonly fiftyCpu: number
  readonly acked: number
  readonly unanswered: number
  /** Acked and not in the journal; then, in it more than once. */
  readonly lost: number
  readonly doubled: number
}

type Numbering = (index: number) => string

interface Target {
  readonly url: string
  readonly pid: number
}

async function measure(
  { url, pid }: Target,
  numbering: Numbering,
): Promise<Omit<Round, 'lost' | 'doubled'> & Sent> {
  let made = 0
  const sent: Webhook[] = []
  const make = (count: number): readonly Webhook[] => {
    const hooks = makeWebhooks(count, () => ({ status: 'out-for-delivery', number: numbering(made++) }))
    sent.push(...hooks)
    return hooks
  }
  const answers: boolean[] = []
  const run = async (
    count: number,
    load: (hooks: readonly Webhook[]) => Promise<LoadResult>,
  ): Promise<LoadResult> => {
    const before = answers.length
    const result = await load(make(count))
    for (const answer of result.answers) answers[before + answer.index] = isAcked(answer)
    return result
  }
  await run(WARM_UP, (hooks) => loadByCallers(url, hooks, 8))
  const one = await run(ONE_CALLER, (hooks) => loadByCallers(url, hooks, 1))
  const cpuBefore = cpuSeconds(pid)
  const fifty = await run(FIFTY_CALLERS, (hooks) => loadByCallers(url, hooks, 50))
  const fiftyCpu = cpuSeconds(pid) - cpuBefore
  const steady = await run(RATE * RATE_SECONDS, (hooks) => loadByRate(url, hooks, RATE))
  const ackedHashes = sent.filter((_, index) => answers[index]).map(({ hash }) => hash)
  const acked = ackedHashes.length
  return { one, fifty, steady, fiftyCpu, acked, unanswered: sent.length - acked, ackedHashes }
}

interface Sent {
  readonly ackedHashes: readonly string[]
}

async function bare(): Promise<Round> {
  await using server = await ServerProcess.start('bare-http-main.ts')
  const round = await measure({ url: server.url, pid: server.pid }, trackingNumber)
  return { ...round, lost: NaN, doubled: NaN }
}

const hubWith = (numbering: Numbering) => async (): Promise<Round> => {
  await using hub = await HubProcess.start()
  const round = await measure({ url: hookUrl(hub), pid: hub.pid }, numbering)
  // Killed, not stopped: what was acked is on the disk without any last word.
  await hub.kill()
  const bodies = await bodiesIn(hub.data)
  const times = round.ackedHashes.map((hash) => bodies.get(hash) ?? 0)
  return {
    ...round,
    lost: times.filter((count) => count === 0).length,
    doubled: times.filter((count) => count > 1).length,
  }
}

const BARE = 'bare node:http'
const HOME = `hub, ${HOME_PARCELS} parcels`
const variants = [
  { name: BARE, run: bare },
  { name: HOME, run: hubWith((index) => trackingNumber(index % HOME_PARCELS)) },
  { name: 'hub, always the same parcel', run: hubWith(() => trackingNumber(0)) },
  { name: 'hub, each a new parcel', run: hubWith(trackingNumber) },
]

const results = await interleave(ROUNDS, variants)

const of = (name: string, measured: (round: Round) => number): number =>
  median((results.get(name) ?? []).map(measured))
const latency =
  (which: 'one' | 'fifty' | 'steady', share: number) =>
  (round: Round): number =>
    quantile(
      round[which].answers.map(({ ms }) => ms),
      share,
    )
const perSecond = ({ fifty }: Round): number => fifty.answers.filter(isAcked).length / fifty.seconds
const perCpu = ({ fifty, fiftyCpu }: Round): number => fifty.answers.filter(isAcked).length / fiftyCpu
const pair = (name: string, which: 'one' | 'fifty' | 'steady'): string =>
  `${figure(of(name, latency(which, 0.5)))} / ${figure(of(name, latency(which, 0.99)))}`
const sum = (name: string, measured: (round: Round) => number): number =>
  (results.get(name) ?? []).reduce((total, round) => total + measured(round), 0)
/** The bare server keeps nothing that could be looked for. */
const count = (value: number): string => (Number.isNaN(value) ? '-' : String(value))

console.log(
  `A carrier meets no limit of rate. At most 512 of one source are written at a time (else 503), a repeated event or
body is answered and not written again, and reports of one number are taken one after the other. ${ROUNDS} interleaved
rounds, a fresh hub each, the default simulated home and its cameras running beside it. "Each a new parcel" has seen
${WARM_UP + ONE_CALLER + FIFTY_CALLERS} parcels when the run at ${RATE}/s begins. Who has no answer after 10 s gives up, and counts with them.`,
)
printTable(
  [
    'variant',
    '1 caller p50/p99 ms',
    '50 callers p50/p99 ms',
    `${RATE}/s p50/p99 ms`,
    'webhooks/s',
    'per CPU-s',
    'vs bare',
    'acked',
    'lost',
    'twice',
    'no 2xx',
  ],
  variants.map(({ name }) => [
    name,
    pair(name, 'one'),
    pair(name, 'fifty'),
    pair(name, 'steady'),
    figure(of(name, perSecond)),
    figure(of(name, perCpu)),
    ratio(of(name, perCpu) / of(BARE, perCpu)),
    sum(name, ({ acked }) => acked),
    count(sum(name, ({ lost }) => lost)),
    count(sum(name, ({ doubled }) => doubled)),
    sum(name, ({ unanswered }) => unanswered),
  ]),
)

const goals: readonly Goal[] = [
  {
    what: `webhook durable and acked at ${RATE}/s, p99`,
    at: 'most',
    limit: 50,
    unit: ' ms',
    measured: of(HOME, latency('steady', 0.99)),
  },
  {
    what: 'webhooks per CPU-second against bare node:http',
    at: 'least',
    limit: 0.3,
    unit: 'x',
    measured: of(HOME, perCpu) / of(BARE, perCpu),
  },
]
printGoals(goals)
closeBench()

const broken = variants.filter(
  ({ name }) => sum(name, ({ lost }) => lost) > 0 || sum(name, ({ doubled }) => doubled) > 0,
)
for (const { name } of broken)
  console.error(`FAILED ${name}: the journal does not hold each acked webhook once`)
process.exitCode = broken.length > 0 ? 1 : 0
