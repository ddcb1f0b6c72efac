// A home on a broker: from LOCK said there until the hub's answer stands there, durable in between; and from the moment in
// which the owner's socket is told of a bell until it is heard there. Real Mosquitto with TLS; ends with 77 without one.
import { findMosquitto } from '../test/support/mosquitto.ts'
import { MqttHouse } from '../test/support/mqtt-house.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('mqtt: said → answered, bell → heard')
const TIMES = quick ? 4 : 20

const program = findMosquitto()
if (program === null) {
  console.log('no Mosquitto on this machine')
  process.exit(77)
}
const house = await MqttHouse.open(program)
const { assistant, visit } = house

/** When the owner's own socket was told last, `performance.now()`. */
let told = NaN
using _ = await visit.owner.home.live({
  onRing: () => (told = performance.now()),
})

/** When the next message comes there after the act. */
async function heardAt(topic: string, act: () => Promise<void>): Promise<number> {
  const before = assistant.all(topic).length
  await act()
  await until(`something at ${topic}`, () => assistant.all(topic).length > before)
  return assistant.heard.filter((each) => each.topic === topic)[before]?.at ?? NaN
}

/** Ms from the owner's socket to the broker: what the simulated house takes for an act is its own. */
async function afterOwner(topic: string, act: () => Promise<void>): Promise<number> {
  told = NaN
  const heard = await heardAt(topic, act)
  await until('the owner to be told', () => !Number.isNaN(told))
  return heard - told
}

async function several(once: () => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = []
  for (let turn = 0; turn < TIMES; turn += 1) taken.push(await once())
  return taken
}

/** The bridge takes ten commands in ten seconds. */
async function lock(): Promise<number> {
  const began = performance.now()
  const heard = await heardAt(house.topic('home/last_answer'), () =>
    assistant.say(house.front('lock/set'), 'LOCK'),
  )
  await until('the next turn', () => performance.now() - began > 1_050)
  return heard - began
}

try {
  const rows = new Map([
    ['LOCK → answer', await several(lock)],
    [
      'bell: owner → broker',
      await several(() => afterOwner(house.front('bell'), () => visit.act('ring', 'front'))),
    ],
  ])
  printTable(
    ['', 'p50 ms', 'p95 ms'],
    [...rows].map(([name, ms]) => [name, figure(median(ms)), figure(quantile(ms, 0.95))]),
  )
  printGoals(
    [...rows].map(([what, ms]) => ({
      what: `${what}, p95`,
      at: 'most' as const,
      limit: 1_000,
      unit: ' ms',
      measured: quantile(ms, 0.95),
    })),
  )
} finally {
  await house[Symbol.asyncDispose]()
}
closeBench()
