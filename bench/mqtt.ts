// A home on a broker: from LOCK said there until the hub's answer stands there, durable in between; from the press of the
// bell, and from a bolt turned by hand, until it is heard there. Real Mosquitto with TLS; ends with 77 where there is none.
import { findMosquitto } from '../test/support/mosquitto.ts'
import { MqttHouse } from '../test/support/mqtt-house.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('mqtt: said → answered, bell and bolt → heard')
const TIMES = quick ? 4 : 20

const program = findMosquitto()
if (program === null) {
  console.log('no Mosquitto on this machine')
  process.exit(77)
}
const house = await MqttHouse.open(program)
const { assistant, visit } = house

/** Ms from the act until the next message there. */
async function heardAfter(topic: string, act: () => Promise<void>): Promise<number> {
  const before = assistant.all(topic).length
  const began = performance.now()
  await act()
  await until(`something at ${topic}`, () => assistant.all(topic).length > before)
  return (assistant.heard.filter((each) => each.topic === topic)[before]?.at ?? NaN) - began
}

async function several(once: (turn: number) => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = []
  for (let turn = 0; turn < TIMES; turn += 1) taken.push(await once(turn))
  return taken
}

/** The bridge takes ten commands in ten seconds. */
async function lock(): Promise<number> {
  const began = performance.now()
  const ms = await heardAfter(house.topic('home/last_answer'), () =>
    assistant.say(house.front('lock/set'), 'LOCK'),
  )
  await until('the next turn', () => performance.now() - began > 1_050)
  return ms
}

try {
  const rows = new Map([
    ['LOCK → answer', await several(lock)],
    ['bell → heard', await several(() => heardAfter(house.front('bell'), () => visit.act('ring', 'front')))],
    [
      'bolt by hand → heard',
      await several((turn) =>
        heardAfter(house.front('lock'), () =>
          visit.act('turn', 'front', { to: turn % 2 === 0 ? 'unlock' : 'lock' }),
        ),
      ),
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
