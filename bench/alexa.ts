// Alexa through the bridge, from the directive at the hub's door to the answer: state, discovery, a picture to be shown (an
// offer with sound, as her media servers make it); and from the press of a bell until her gateway has it.
import { SimulatedAmazon } from '@portico/testing'
import { Skill, alexaHome, newsOf } from '../test/support/alexa-skill.ts'
import { GatewayViewer } from '../test/support/gateway-viewer.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('alexa: directive → answer, and bell → gateway')
const TIMES = quick ? 4 : 20
/** The hub takes so many openings of one account a minute. */
const SHOWS = Math.min(TIMES, 20)

const amazon = await SimulatedAmazon.start()
const visit = await alexaHome(amazon)
const skill = new Skill(visit.hub.url)

async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}

async function several(times: number, once: () => Promise<number>): Promise<readonly number[]> {
  const taken: number[] = []
  for (let n = 0; n < times; n += 1) taken.push(await once())
  return taken
}

/** Its answer alone: she has made her offer before. */
async function show(): Promise<number> {
  await using viewer = await GatewayViewer.begin()
  const payload = { sessionId: 'bench', offer: { format: 'SDP', value: viewer.offer } }
  let name = ''
  const ms = await timed(async () => {
    const { event } = await skill.say(
      'Alexa.RTCSessionController InitiateSessionWithOffer',
      'bell#front',
      payload,
    )
    name = event.header['name'] ?? ''
  })
  await skill.say('Alexa.RTCSessionController SessionDisconnected', 'bell#front', { sessionId: 'bench' })
  return name === 'AnswerGeneratedForSession' ? ms : NaN
}

/** When the gateway had each ring; what else is news stands between them. */
const ringsHeard = (): readonly number[] =>
  newsOf(amazon).flatMap(({ event }, place) =>
    event.header['name'] === 'DoorbellPress' ? [amazon.news[place]?.at ?? NaN] : [],
  )

async function ring(): Promise<number> {
  const before = ringsHeard().length
  const began = performance.now()
  await visit.act('ring', 'front')
  return (await until('the gateway to hear', () => ringsHeard()[before])) - began
}

try {
  await until('the bridge to answer', async () => {
    await skill.link(visit.owner).catch(() => null)
    return (await skill.send('Alexa.Discovery Discover', null)).status === 200
  })
  await skill.say('Alexa.Authorization AcceptGrant', null, { grant: { code: 'good-grant' } })
  // The thread of the viewers is loaded once.
  const cold = await until('a first picture', async () => {
    const ms = await show()
    return Number.isNaN(ms) ? null : ms
  })
  // Whoever rings first walks up to the door: a second of his own. From then on somebody stands there and presses.
  await ring()
  const rows = new Map([
    [
      'state of a door',
      await several(TIMES, () => timed(() => skill.say('Alexa ReportState', 'door#front'))),
    ],
    ['discovery', await several(TIMES, () => timed(() => skill.say('Alexa.Discovery Discover', null)))],
    ['offer → answer', await several(SHOWS, show)],
    ['bell → gateway', await several(TIMES, ring)],
  ])
  printTable(
    ['', 'p50 ms', 'p95 ms'],
    [...rows].map(([name, ms]) => [name, figure(median(ms)), figure(quantile(ms, 0.95))]),
  )
  console.log(`\nfirst offer → answer: ${figure(cold)} ms`)
  const p95 = (name: string): number => quantile(rows.get(name) ?? [], 0.95)
  printGoals([
    { what: 'offer → answer, p95', at: 'most', limit: 2_000, unit: ' ms', measured: p95('offer → answer') },
    { what: 'bell → gateway, p95', at: 'most', limit: 1_000, unit: ' ms', measured: p95('bell → gateway') },
  ])
} finally {
  await visit[Symbol.asyncDispose]()
  await amazon[Symbol.asyncDispose]()
}
closeBench()
