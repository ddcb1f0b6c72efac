// Looking for a parcel among ten thousand: by number, by a word in few of them, by a word in none, and by what became of
// them, which is worked out anew for each that is looked at. How long a search takes is for whoever looks; what the hub's
// loop does in one stretch, everybody else waits.
import { createHmac } from 'node:crypto'
import { verdictWords } from '@portico/protocol'
import { HubProcess } from '../test/support/hub-process.ts'
import { figure, quantile } from './support/figures.ts'
import { type Post, isAcked, loadByCallers } from './support/http-load.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { Prober } from './support/prober.ts'
import { cpuSeconds } from './support/process-meter.ts'
import { printTable } from './support/table.ts'
import { trackingNumber } from './support/webhooks.ts'

const { quick } = openBench('search: one parcel among ten thousand')
const PARCELS = quick ? 2_000 : 10_000
const ROUNDS = quick ? 20 : 100
const PER_MESSAGE = 100
const TRIES_MAX = 5
const SECRET = 'a-secret-of-the-bench'
const states = ['in-transit', 'out-for-delivery', 'delivered', 'attempted', 'returned'] as const

const searches: Readonly<Record<string, string>> = {
  'no words: the first page': '',
  'a whole number': trackingNumber(PARCELS / 2),
  'part of a few numbers': trackingNumber(PARCELS / 2).slice(-5),
  'a carrier, in all of them': 'ups',
  'a word in none': 'quinces',
  'a state': 'out for delivery',
  'an outcome, in some': verdictWords['unknown'],
  'an outcome, in none': verdictWords['wrong-house'],
  'two words, one of them of a state': `transit ${trackingNumber(PARCELS / 2)}`,
}

/** Many parcels in one message, as a shop's signed webhook may tell of them (Standard Webhooks 1.0.0). */
function messageOf(from: number): Post {
  const data = Array.from({ length: PER_MESSAGE }, (_, at) => ({
    trackingNumber: trackingNumber(from + at),
    carrier: 'ups',
    status: states[(from + at) % states.length],
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
  }))
  const [id, time] = [`msg_bench_${from}`, String(Math.floor(Date.now() / 1_000))]
  const body = JSON.stringify({ type: 'parcel.updated', timestamp: new Date().toISOString(), data })
  const signature = createHmac('sha256', SECRET).update(`${id}.${time}.${body}`).digest('base64')
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': `v1,${signature}`,
    'content-type': 'application/json',
  }
  return { headers, body: Buffer.from(body) }
}

await using hub = await HubProcess.start({ env: { PORTICO_HOOK_SECRET_WEBHOOK: SECRET } })
const starts = Array.from({ length: PARCELS / PER_MESSAGE }, (_, at) => at * PER_MESSAGE)
// One after the other; whoever heard no 2xx sends again, and what was written is known.
for (let left = starts, tries = 0; left.length > 0; tries++) {
  if (tries === TRIES_MAX) throw new Error(`${left.length} messages were not taken`)
  const { answers } = await loadByCallers(`${hub.url}/hooks/webhook`, left.map(messageOf), 1)
  const sent = left
  left = answers.flatMap((answer) => (isAcked(answer) ? [] : (sent[answer.index] ?? [])))
}
const token = /ptk_[\w-]+/.exec(hub.command('token', 'create', 'bench', '--scope', 'read').out)?.[0] ?? ''

async function search(words: string): Promise<{ readonly ms: number; readonly rows: number }> {
  const query = new URLSearchParams({ limit: '50', ...(words !== '' && { q: words }) })
  const began = performance.now()
  const answer = await fetch(`${hub.url}/api/v1/parcels?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  // cast: the hub checks its own answer
  const rows = (await answer.json()) as readonly unknown[]
  if (answer.status !== 200) throw new Error(`a search was answered ${answer.status}`)
  return { ms: performance.now() - began, rows: rows.length }
}

interface Figures {
  readonly ms: readonly number[]
  /** What somebody else waited for at most, during each search. */
  readonly others: readonly number[]
  readonly rows: number
  /** Of the hub, with all its threads, for each search. */
  readonly cpuMs: number
}

/** By itself, so that it is in none of the other figures. */
async function othersDuring(words: string): Promise<readonly number[]> {
  await using prober = new Prober(`${hub.url}/healthz`)
  for (let round = 0; round < ROUNDS; round++) {
    prober.forget()
    await search(words)
    prober.keep()
  }
  return prober.kept
}

async function measure(words: string): Promise<Figures> {
  // Once before: what is compiled and sorted at the first look is none of the others.
  const { rows } = await search(words)
  const before = cpuSeconds(hub.pid)
  const ms: number[] = []
  for (let round = 0; round < ROUNDS; round++) ms.push((await search(words)).ms)
  const cpuMs = ((cpuSeconds(hub.pid) - before) * 1_000) / ROUNDS
  return { ms, others: await othersDuring(words), rows, cpuMs }
}

const figures = new Map<string, Figures>()
for (const [what, words] of Object.entries(searches)) figures.set(what, await measure(words))

printTable(
  ['looked for', 'found', 'p50 ms', 'p95 ms', 'others wait, p95 ms', 'most ms', 'processor ms'],
  [...figures].map(([what, { ms, others, rows, cpuMs }]) => [
    what,
    rows,
    figure(quantile(ms, 0.5)),
    figure(quantile(ms, 0.95)),
    figure(quantile(others, 0.95)),
    figure(Math.max(...others)),
    figure(cpuMs),
  ]),
)
const waits = Math.max(...[...figures.values()].map(({ others }) => quantile(others, 0.95)))
printGoals([
  {
    what: `what others wait for while one looks among ${PARCELS} parcels, p95`,
    at: 'most',
    limit: 50,
    unit: ' ms',
    measured: waits,
  },
])
closeBench()
