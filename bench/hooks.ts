// Webhooks of every shape for a minute at 100 a second, the hub killed in the middle, and started again: how long until
// each was durable and answered, what else had to wait, and that none which was answered is lost. Beside it once: what a
// message with a picture of many megabytes does to everybody else.
import { Agent } from 'node:http'
import { HubProcess } from '../test/support/hub-process.ts'
import { figure, quantile } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { type LoadResult, type Post, isAcked, loadByRate, send } from './support/http-load.ts'
import { bodiesIn } from './support/journal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { Prober } from './support/prober.ts'
import { printTable } from './support/table.ts'
import { type Webhook, hookUrl, makeWebhooks, trackingNumber } from './support/webhooks.ts'

const { quick } = openBench('hooks: a minute of webhooks, kill -9 in the middle, none lost')
const RATE = 100
const SECONDS = quick ? 6 : 60
const WARM_UP = quick ? 200 : 1000
const PARCELS = 40
const LARGE = quick ? 4 : 12
const LARGE_BYTES = 9_900_000
const UPS_SECRET = 'a-token-of-the-bench-for-ups'
const hubOptions = { env: { PORTICO_HOOK_SECRET_UPS: UPS_SECRET } }

let made = 0
const make = (count: number): readonly Webhook[] =>
  makeWebhooks(count, () => ({ status: 'in-transit', number: trackingNumber(made++ % PARCELS) }))

/** Track Alert of the older kind, which proves itself by a fixed header, with a picture of many megabytes. */
function largePost(index: number): Post {
  const picture = Buffer.alloc(Math.floor((LARGE_BYTES * 3) / 4) - 600, 'x')
  picture.set([0xff, 0xd8, 0xff, 0xe0])
  const body = {
    trackingNumber: `1Z${String(index).padStart(16, '9')}`,
    activityStatus: { type: 'D', code: 'FS', description: 'DELIVERED', descriptionCode: 'FS' },
    gmtActivityDate: '20261118',
    gmtActivityTime: '120000',
    gmtOffset: '+00.00',
    deliveryPhoto: picture.toString('base64'),
  }
  return { headers: { credential: UPS_SECRET }, body: Buffer.from(JSON.stringify(body)) }
}

interface Half {
  readonly load: LoadResult
  /** Longest wait of a bystander, ms. */
  readonly stall: number
}

async function run(hub: HubProcess, hooks: readonly Webhook[], killAt: number | null): Promise<Half> {
  await using prober = new Prober(`${hub.url}/healthz`)
  const loading = loadByRate(hookUrl(hub), hooks, RATE)
  if (killAt === null) return { load: await loading, stall: prober.longest }
  await new Promise((resolve) => setTimeout(resolve, killAt))
  const stall = prober.longest
  await hub.kill()
  return { load: await loading, stall }
}

const ackedOf = ({ load }: Half, hooks: readonly Webhook[]): readonly string[] =>
  load.answers.filter(isAcked).flatMap(({ index }) => hooks[index]?.hash ?? [])

await using hub = await HubProcess.start(hubOptions)
await loadByRate(hookUrl(hub), make(WARM_UP), RATE * 4)
const [first, second, third] = [make(RATE * SECONDS), make(RATE * 10), make(RATE * 2)]
const steady = await run(hub, first, null)
const killed = await run(hub, second, 5_000)
await hub.begin()
// Whoever heard no 2xx sends again.
const heard = new Set(ackedOf(killed, second))
const again = second.filter(({ hash }) => !heard.has(hash))
const repeated = await run(hub, [...again, ...third], null)

const agent = new Agent({ keepAlive: true })
const quiet = new Prober(`${hub.url}/healthz`)
const larges: number[] = []
for (let index = 0; index < LARGE; index++) {
  const post = largePost(index)
  await new Promise((resolve) => setTimeout(resolve, 300))
  quiet.forget()
  const began = performance.now()
  const status = await send(`${hub.url}/hooks/ups`, post, agent)
  if (status !== 200) throw new Error(`a large body was answered ${status}`)
  larges.push(performance.now() - began)
  quiet.keep()
}
await quiet[Symbol.asyncDispose]()
agent.destroy()
await hub.kill()

const bodies = await bodiesIn(hub.data)
const acked = [...ackedOf(steady, first), ...heard, ...ackedOf(repeated, [...again, ...third])]
const lost = acked.filter((hash) => !bodies.has(hash)).length
const doubled = [...bodies.values()].filter((count) => count > 1).length
const times = steady.load.answers.map(({ ms }) => ms)
const unanswered = steady.load.answers.filter((answer) => !isAcked(answer)).length

printTable(
  ['what', 'value'],
  [
    [`webhooks in ${SECONDS} s, ${RATE}/s`, times.length],
    ['of these not 2xx', unanswered],
    ['p50 ms', figure(quantile(times, 0.5))],
    ['p99 ms', figure(quantile(times, 0.99))],
    ['longest wait of a bystander meanwhile, ms', figure(steady.stall)],
    ['acked over the kill', acked.length],
    ['lost', lost],
    ['twice in the journal', doubled],
    [`${LARGE} messages of ${LARGE_BYTES / 1e6} MB, median ms`, figure(quantile(larges, 0.5))],
    ['longest wait of a bystander in each, median ms', figure(quantile(quiet.kept, 0.5))],
    ['and the longest of all, ms', figure(quantile(quiet.kept, 1))],
  ],
)
const goals: readonly Goal[] = [
  {
    what: `webhook durable and acked at ${RATE}/s, p99`,
    at: 'most',
    limit: 50,
    unit: ' ms',
    measured: quantile(times, 0.99),
  },
  {
    what: 'stall by a message of 9.9 MB, median',
    at: 'most',
    limit: 50,
    unit: ' ms',
    measured: quantile(quiet.kept, 0.5),
  },
  { what: 'acked and lost', at: 'most', limit: 0, unit: '', measured: lost },
]
printGoals(goals)
closeBench()
process.exitCode = lost > 0 || doubled > 0 ? 1 : 0
