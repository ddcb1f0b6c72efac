// Visits one after the other in the same home, in as few homes as there can be: each costs seconds until it runs. A home
// asks its people three times within an hour (threats G18) and lets three couriers in a day (G1), so the fourth visit
// begins another one; so does the one after a test that failed.
import { ClientError } from '@portico/client'
import type { DoorView } from '@portico/protocol'
import { afterAll, onTestFailed } from 'vitest'
import { type HubOptions, HubProcess } from './hub-process.ts'
import { Owner } from './people.ts'
import { until } from './until.ts'
import { Visit } from './visit.ts'

const QUESTIONS_MAX = 3
const RIGHT_WITHIN_MS = 60_000

/** What all visits of a home need: it is there before the first of them, and what is `kept` goes with the home. */
export type Furnish = (visit: Visit, kept: DisposableStack) => Promise<unknown>

let visits = 0
/** Ends the home that runs: one does at a time, so tests of the same home stand together. */
let endRunning: () => Promise<void> = async () => {}

export class Homes {
  readonly #options: HubOptions
  readonly #furnish: Furnish | null
  #hub: HubProcess | null = null
  #kept = new DisposableStack()
  #questions = 0
  #isSpoiled = false
  readonly #end = async (): Promise<void> => {
    this.#kept.dispose()
    await this.#hub?.[Symbol.asyncDispose]()
    this.#hub = null
    this.#kept = new DisposableStack()
    this.#questions = 0
    this.#isSpoiled = false
  }

  /** Made where tests are described: the last home ends with the last of them. */
  constructor(options: HubOptions = {}, furnish: Furnish | null = null) {
    this.#options = options
    this.#furnish = furnish
    afterAll(this.#end)
  }

  /** The next visit. `questions`: as often as it asks whether somebody may come in, or lets him in unasked. */
  async visit(questions = 1): Promise<Visit> {
    onTestFailed(() => void (this.#isSpoiled = true))
    if (this.#isSpoiled || this.#questions + questions > QUESTIONS_MAX) await this.#end()
    if (endRunning !== this.#end) await endRunning()
    endRunning = this.#end
    this.#questions += questions
    const number = `1Z999AA1${20_000_000 + visits++}`
    if (this.#hub !== null) {
      await putRight(this.#hub)
      return Visit.within(this.#hub, number)
    }
    this.#hub = await HubProcess.start(this.#options)
    const visit = await Visit.within(this.#hub, number)
    await this.#furnish?.(visit, this.#kept)
    return visit
  }
}

/** Nothing lies or jams, every camera is live, the door is shut and locked, and nobody waits before it. */
async function putRight(hub: HubProcess): Promise<void> {
  if (!hub.isRunning) await hub.begin()
  await using owner = await Owner.signIn(hub)
  await using house = await hub.house()
  for (const camera of Object.keys((await house.truth()).cameras))
    await house.act('freeze', camera, { how: 'off' })
  for (const liar of ['front-lock', 'front-contact']) await house.act('lie', liar, { how: 'honest' })
  await house.act('jam', 'front', { on: false })
  const ended = new Set<string>()
  let wrong: readonly string[] = []
  const tend = async (): Promise<void> => {
    wrong = await wrongWith(owner)
    if (wrong.length === 0) return
    const { bolt, leaf } = (await house.truth()).doors['front'] ?? {}
    // A bolt that was thrown at the open leaf keeps it open.
    if (leaf !== 'closed') await house.act('turn', 'front', { to: 'unlock' })
    await house.act('close', 'front')
    if (bolt !== 'thrown') await house.act('turn', 'front', { to: 'lock' })
    const [alarm] = await owner.home.alarms()
    if (alarm && bolt === 'thrown' && leaf === 'closed') await owner.home.acknowledge(alarm.id, true)
    for (const { id, state } of await owner.sessions()) {
      if (state !== 'closed' && !ended.has(id)) await owner.abort(id)
      ended.add(id)
    }
  }
  const isRight = async (): Promise<boolean> => {
    // The hub of a busy machine may be late, and an alarm end by itself in the moment in which it is answered.
    await tend().catch((error: unknown) => {
      if (!(error instanceof ClientError)) throw error
      wrong = [error.message]
    })
    return wrong.length === 0
  }
  await until('the home to be as before', isRight, RIGHT_WITHIN_MS).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${wrong.join(', ')}`, { cause: error })
  })
}

/** In words; empty: the next visit may come. */
async function wrongWith(owner: Owner): Promise<readonly string[]> {
  const sessions = await owner.sessions()
  const doors = await owner.get<readonly DoorView[]>('/api/v1/doors')
  return [
    ...sessions.flatMap(({ id, state, phase }) => (state === 'closed' ? [] : [`${id} is ${phase}`])),
    ...doors.flatMap(({ state, alarms, cameras }) => [
      ...(state === 'locked-proved' ? [] : [`the door is ${state}`]),
      ...alarms.map(({ kind }) => kind),
      ...cameras.flatMap(({ id, feed }) => (feed === 'live' ? [] : [`${id} is ${feed}`])),
    ]),
  ]
}
