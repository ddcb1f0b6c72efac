// The bench of Matter, inside of its network: the link's name comes first.
import { setImmediate as turn } from 'node:timers/promises'
import type { JournalLine } from '@portico/core'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { machineClock } from '../../test/support/machine-clock.ts'
import { clusters } from '../../test/support/matter-controller.ts'
import { MatterScene } from '../../test/support/matter-scene.ts'
import { until } from '../../test/support/until.ts'
import { figure, median, quantile } from './figures.ts'
import { printGoals } from './goal.ts'
import { closeBench, openBench } from './opening.ts'
import { note } from './rounds.ts'
import { printTable } from './table.ts'

const [link = ''] = process.argv.splice(2, 1)
const { quick } = openBench('matter: a command to the lock, and the word back')
const ROUNDS = quick ? 5 : 100
const SENT_WITHIN_MS = 10_000
const LOCKED = 1
const UNLOCKED = 2

const spans = {
  answered: 'command → answer to the controller',
  sent: 'command → order sent to the lock (stamp of `EffectSent`)',
  durable: 'command → `EffectSent` read from the disk by another process',
  unlockedBack: 'hub hears "unlocked" → report at the controller',
  lockedBack: 'hub has heard "locked" → report at the controller',
} as const
type Span = keyof typeof spans

const times: Record<Span, number[]> = {
  answered: [],
  sent: [],
  durable: [],
  unlockedBack: [],
  lockedBack: [],
}

await using scene = await MatterScene.begin(link)
const { one, visit } = scene
await one.ask({ do: 'pair', code: await scene.code() })
await scene.peers(1)
await scene.learn()
await scene.untilLock(LOCKED)
const { home } = await until('the owner to be told something', () => visit.owner.told[0])
using store = openStoreReadOnly(visit.hub.data)

const head = (): number => store.head(home)?.seq ?? -1
const after = (seq: number, type: string): readonly JournalLine[] =>
  store.lines({ home, after: seq, limit: 100, types: [type] })

async function reported(state: number, from: number): Promise<number> {
  const what = { endpoint: scene.lock, cluster: clusters.doorLock, name: 'lockState' }
  const { mono } = await one.hears(what, (value) => value === state, from)
  return mono
}

/** Looked for in each turn of the loop: a pause would be measured as well. */
async function sent(seq: number): Promise<JournalLine> {
  const end = performance.now() + SENT_WITHIN_MS
  while (performance.now() < end) {
    const line = after(seq, 'EffectSent').find(({ data }) => data['effect'] === 'LockDoor')
    if (line) return line
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    await turn()
  }
  throw new Error(`no order to lock within ${SENT_WITHIN_MS} ms`)
}

/** Somebody turns the knob; then the controller locks. */
async function round(): Promise<void> {
  const before = head()
  const from = one.told.length
  await visit.act('turn', 'front', { to: 'unlock' })
  const unlocked = await reported(UNLOCKED, from)
  const heard = after(before, 'BoltObserved').find(({ data }) => data['bolt'] === 'unlocked')
  times.unlockedBack.push(unlocked - (heard?.mono ?? NaN))

  const seq = head()
  const since = one.told.length
  const command = one.status(scene.lock, 'lockDoor')
  const line = await sent(seq)
  const durable = machineClock.mono()
  const status = await command
  if (status !== 0) throw new Error(`the command was refused: ${status}`)
  const { began, ended } = one.span
  times.durable.push(durable - began)
  times.sent.push(line.mono - began)
  times.answered.push(ended - began)
  const told = await reported(LOCKED, since)
  const proved = after(seq, 'BoltObserved').findLast(({ mono }) => mono < told)
  times.lockedBack.push(told - (proved?.mono ?? NaN))
}

for (let index = 0; index < ROUNDS; index += 1) {
  note(`round ${index + 1} of ${ROUNDS}`)
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  await round()
}
note('')

// cast: the keys of the table
const names = Object.keys(spans) as Span[]
printTable(
  ['ms', 'p50', 'p95', 'max'],
  names.map((span) => [
    spans[span],
    figure(median(times[span])),
    figure(quantile(times[span], 0.95)),
    figure(Math.max(...times[span])),
  ]),
)
printGoals([
  {
    what: 'command → durable order, p50',
    at: 'most',
    limit: 50,
    unit: ' ms',
    measured: median(times.durable),
  },
])
closeBench()
