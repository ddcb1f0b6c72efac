// Whole deliveries on the simulated home, as their people make them, and what each of them waits for: the carrier for
// his answer, the courier for the question and for the door, the owner for the photo and for the word "locked".
import type { LiveConnection } from '@portico/client'
import type { AskView } from '@portico/protocol'
import { postHook } from '../test/support/people.ts'
import { until } from '../test/support/until.ts'
import { Visit } from '../test/support/visit.ts'
import { figure, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('delivery: from the webhook to the sealed evidence')
const DELIVERIES = quick ? 3 : 50

const spans = {
  ack: 'webhook posted → 2xx',
  asked: 'courier scans, types, arrives → owner asked',
  looked: 'owner asked → picture looked at',
  unlocked: 'owner says yes → unlocked',
  photo: 'door shut → photo at the owner',
  photoTold: 'told "shut" → photo at the owner',
  secured: 'door shut → told "locked"',
  whole: 'webhook posted → evidence sealed, visit closed',
} as const
type Span = keyof typeof spans
type Times = Readonly<Record<Span, number>>

/** A second screen of the owner, which notes when it was told what. */
class Screen implements Disposable {
  readonly #heard = new Map<string, number>()
  #live: LiveConnection | null = null

  static async open(visit: Visit): Promise<Screen> {
    const screen = new Screen()
    screen.#live = await visit.owner.home.live({
      onEvent: ({ type }) => screen.#note(type),
      onPicture: ({ kind }) => screen.#note(kind),
    })
    return screen
  }

  /** When it was first told so, `performance.now()`; waits for it, within a bound. */
  async when(what: string, withinMs = 30_000): Promise<number> {
    return until(`the screen to be told ${what}`, () => this.#heard.get(what), withinMs)
  }

  get live(): LiveConnection {
    if (!this.#live) throw new Error('not connected')
    return this.#live
  }
  [Symbol.dispose](): void {
    this.#live?.[Symbol.dispose]()
  }

  #note(what: string): void {
    if (!this.#heard.has(what)) this.#heard.set(what, performance.now())
  }
}

/** Looks at the picture and says yes; resolves with when the picture was there and the yes was said. */
async function approve(visit: Visit, screen: Screen): Promise<number> {
  const { id, ask } = await until('the question', async () => {
    const asked = (await visit.owner.sessions()).find((session) => session.ask !== null)
    return asked ?? null
  })
  const { camera, try: which } = ask as AskView // cast: it was looked for
  const { sha256 } = await visit.owner.home.still(camera)
  const said = performance.now()
  await screen.live.approve({ session: id, try: which, picture: sha256 })
  return said
}

/** In, parcel down, out; resolves when the leaf rests in its frame. */
async function dropOff(visit: Visit): Promise<number> {
  await visit.open()
  await using house = await visit.hub.house()
  await house.act('enter', 'front', { who: 'courier' })
  await house.act('drop', 'front')
  await house.act('leave', 'front', { who: 'courier' })
  await house.act('close', 'front')
  return performance.now()
}

async function deliver(): Promise<Times> {
  await using visit = await Visit.begin()
  using screen = await Screen.open(visit)
  await visit.owner.claim()
  // The display beside the door is there long before the courier: its token is none of his waiting.
  await visit.courier.scan()
  const posted = performance.now()
  const answer = await postHook(visit.hub)
  const acked = performance.now()
  if (!answer.ok) throw new Error(`webhook: ${answer.status}`)
  await screen.when('SessionArmed')
  const arrived = performance.now()
  const begun = await visit.courier.arrive()
  if (!('state' in begun)) throw new Error(`arrive: ${begun.letter} ${begun.message}`)
  const asked = await screen.when('ApprovalAsked')
  const said = await approve(visit, screen)
  const unlocked = await screen.when('DoorUnlocked')
  const shut = await dropOff(visit)
  const told = await screen.when('DoorClosed')
  const photo = await screen.when('photo')
  const secured = await screen.when('DoorSecured')
  const closed = await screen.when('SessionClosed')
  return {
    ack: acked - posted,
    asked: asked - arrived,
    looked: said - asked,
    unlocked: unlocked - said,
    photo: photo - shut,
    photoTold: photo - told,
    secured: secured - shut,
    whole: closed - posted,
  }
}

const all: Times[] = []
const failures: string[] = []
for (let count = 0; count < DELIVERIES; count++) {
  note(`delivery ${count + 1} of ${DELIVERIES}`)
  try {
    all.push(await deliver())
  } catch (error) {
    failures.push(String(error))
  }
}
note('')

const of = (span: Span, share: number): number =>
  quantile(
    all.map((times) => times[span]),
    share,
  )
console.log(
  `${all.length} of ${DELIVERIES} deliveries. A door lets in at most three couriers a day, so each has a hub and a house of its own,
started for it: every figure is that of a cold program, as in a home that gets a parcel a day. The simulated bolt takes
its time, the courier walks at his pace, and the owner answers as soon as the picture is there.`,
)
printTable(
  ['span', 'p50 ms', 'p99 ms', 'longest ms'],
  (Object.keys(spans) as Span[]) // cast: its own keys
    .map((span) => [spans[span], figure(of(span, 0.5)), figure(of(span, 0.99)), figure(of(span, 1))]),
)
printGoals([
  {
    what: 'door shut to photo at the owner, p99',
    at: 'most',
    limit: 2_000,
    unit: ' ms',
    measured: of('photo', 0.99),
  },
  {
    what: 'door shut to both witnesses "locked", p99',
    at: 'most',
    limit: 20_000,
    unit: ' ms',
    measured: of('secured', 0.99),
  },
  { what: 'webhook to 2xx, p99', at: 'most', limit: 50, unit: ' ms', measured: of('ack', 0.99) },
])
for (const failure of failures) console.error(`FAILED delivery: ${failure}`)
closeBench()
process.exitCode = failures.length > 0 ? 1 : 0
