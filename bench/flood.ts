// What an owner's command takes while strangers flood the street with requests: from sending it to its durable answer, at
// several rates up to the 10,000 a second of the threat model (G12, T17). The hub is the real one, the flood a process of
// its own; on two cores both compete with each other, as they would on a small machine.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { HubProcess } from '../test/support/hub-process.ts'
import { Owner } from '../test/support/people.ts'
import { figure, median, quantile } from './support/figures.ts'
import { type Goal, printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('flood: an owner’s command while strangers flood the street')
const FLOODS: readonly Flood[] = quick
  ? [
      { rate: 0, how: 'none' },
      { rate: 10_000, how: 'impatient' },
      { rate: 10_000, how: 'patient' },
    ]
  : [
      { rate: 0, how: 'none' },
      { rate: 1_000, how: 'patient' },
      { rate: 5_000, how: 'patient' },
      { rate: 10_000, how: 'patient' },
      { rate: 10_000, how: 'impatient' },
    ]
const CONNECTIONS = 200
const COMMANDS = quick ? 6 : 16
/** Fewer than the quota of a login allows. */
const COMMAND_EVERY_MS = 700

interface Flood {
  readonly rate: number
  /** `patient`: one request a connection, as browsers do; `impatient`: without waiting for answers. */
  readonly how: 'none' | 'patient' | 'impatient'
}

interface Told {
  readonly sent: number
  readonly answered: number
}

interface Run extends Flood {
  readonly ms: readonly number[]
  readonly told: readonly Told[]
}

async function flooded(hub: HubProcess, owner: Owner, { rate, how }: Flood): Promise<Run> {
  const told: Told[] = []
  let flood: ChildProcess | null = null
  if (rate > 0) {
    const { port } = new URL(hub.streetUrl ?? '')
    flood = fork(join(import.meta.dirname, 'support/flood-main.ts'), [
      port,
      String(rate),
      String(CONNECTIONS),
      how,
    ])
    flood.on('message', (message) => void told.push(message as Told)) // cast: its only message
    await later(2_000)
  }
  const ms: number[] = []
  for (let n = 0; n < COMMANDS; n++) {
    const began = performance.now()
    // Locks a locked door: through the door's own loop and the journal, like any command.
    await owner.home.lock('front')
    ms.push(performance.now() - began)
    await later(COMMAND_EVERY_MS)
  }
  if (flood) {
    flood.kill('SIGKILL')
    await once(flood, 'exit')
  }
  return { rate, how, ms, told: told.slice(1) }
}

await using hub = await HubProcess.start({ args: ['--street-port', '0'] })
const owner = await Owner.signIn(hub)
const runs: Run[] = []
for (const flood of FLOODS) runs.push(await flooded(hub, owner, flood))

printTable(
  ['flood', 'asked for a second', 'sent', 'answered', 'command p50 ms', 'p95 ms', 'slowest ms'],
  runs.map(({ rate, how, ms, told }) => [
    how,
    rate,
    figure(median(told.map(({ sent }) => sent))),
    figure(median(told.map(({ answered }) => answered))),
    figure(median(ms)),
    figure(quantile(ms, 0.95)),
    figure(Math.max(...ms)),
  ]),
)
const goals: readonly Goal[] = [
  {
    what: 'an owner’s command under 10,000 requests a second from the street, slowest',
    at: 'most',
    limit: 1_000,
    unit: ' ms',
    measured: Math.max(...runs.filter(({ rate }) => rate === 10_000).flatMap(({ ms }) => ms)),
  },
]
printGoals(goals)
closeBench()
