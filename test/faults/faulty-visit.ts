// One delivery while things break: what carrier, courier and owner try to do, as people do who do not know that
// anything is broken; and afterwards the household that puts everything right.
import { setTimeout as later } from 'node:timers/promises'
import { ClientError, CourierClient, HomeClient } from '@portico/client'
import { HubError } from '@portico/ports'
import type { CourierRefusal, CourierView } from '@portico/protocol'
import { postHook } from '../support/people.ts'
import type { FaultyHome } from './faulty-home.ts'

/** Whoever gets no answer tries again; after this long he gives up. */
const PATIENCE_MS = 45_000
const AGAIN_MS = 250

interface Trying {
  readonly patienceMs?: number
  readonly onRefusal?: (why: string) => void
}

/** Null: given up. What a person meets when a hub is down, starting, or refuses is no failure of the test. */
async function tryOn<Value>(
  act: () => Promise<Value | null>,
  { patienceMs = PATIENCE_MS, onRefusal = () => {} }: Trying = {},
): Promise<Value | null> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    try {
      const value = await act()
      if (value !== null) return value
    } catch (error) {
      if (!isOfBrokenThings(error)) throw error
      onRefusal(String(error))
    }
    await later(AGAIN_MS)
  }
  return null
}

function isOfBrokenThings(error: unknown): boolean {
  if (error instanceof ClientError || error instanceof HubError || error instanceof TypeError) return true
  // The owner page and the courier's page time out and say so.
  return error instanceof Error && /waited|not connected|no token|abort|timeout/i.test(error.message)
}

/** How far a visit has come, as the people in it see it. */
export const stages = ['announced', 'asked', 'approved', 'inside', 'shut'] as const
export type Stage = (typeof stages)[number]

/** So often a courier who was not let in shows his code again; the third no ends the visit. */
const ARRIVALS_MAX = 3
const HANDLE_MS = 20_000

export interface VisitOrder {
  /** On the label. */
  readonly number: string
  /** How long the courier stays in. */
  readonly insideMs: number
}

export class FaultyVisit {
  readonly #home: FaultyHome
  readonly #number: string
  readonly #insideMs: number
  #pass = ''
  /** What the people in it were told last; why it went no further. */
  last = ''
  readonly #reached = new Map(stages.map((stage) => [stage, Promise.withResolvers<void>()]))

  constructor(home: FaultyHome, order: VisitOrder) {
    this.#home = home
    this.#number = order.number
    this.#insideMs = order.insideMs
  }

  /** Resolves when the visit comes to this stage, or is over before. */
  reached(stage: Stage): Promise<void> {
    return this.#reached.get(stage)?.promise ?? Promise.resolve()
  }

  /** True when the courier came in. */
  async run(): Promise<boolean> {
    try {
      return await this.#visit()
    } finally {
      for (const stage of stages) this.#note(stage)
    }
  }

  async #visit(): Promise<boolean> {
    const { owner, hub } = this.#home
    await tryOn(async () => owner.claim(this.#number).then(() => true))
    await tryOn(async () =>
      (await postHook(hub, 'out-for-delivery', { number: this.#number })).ok ? true : null,
    )
    this.#note('announced')
    for (let arrival = 1; arrival <= ARRIVALS_MAX; arrival++) {
      await tryOn(async () => ((await answerAlarms(this.#home)) ? true : null))
      if (!(await this.#arrive())) return false
      this.#note('asked')
      await tryOn(async () => ((await this.#approve()) ? true : null))
      this.#note('approved')
      if (await this.#open()) return this.#deliver()
    }
    return false
  }

  #note(stage: Stage): void {
    this.#reached.get(stage)?.resolve()
  }

  /** With the pass he has, or by the label. */
  async #arrive(): Promise<boolean> {
    const isTaken = await tryOn(
      async () => {
        const said = await this.#showCode()
        this.last = 'state' in said ? `courier: ${said.state}` : `courier: no, letter ${said.letter}`
        return 'state' in said ? true : said.letter === 'D' ? false : null
      },
      { onRefusal: (why) => (this.last = why) },
    )
    return isTaken === true
  }

  async #showCode(): Promise<CourierView | CourierRefusal> {
    const { hub, displayToken } = this.#home
    const display = new HomeClient(hub.url, { kind: 'token', token: displayToken })
    const { code } = await display.presence('front')
    if (this.#pass !== '') return new CourierClient(hub.url, this.#pass).arrive(code)
    const begun = await CourierClient.begin(hub.url, 'front', { code, label: this.#number })
    if (!(begun instanceof CourierClient)) return begun
    this.#pass = begun.pass
    return begun.arrive(code)
  }

  /** Says yes to whoever stands at the door now; true when nobody asks any more. */
  async #approve(): Promise<boolean> {
    const { owner } = this.#home
    const sessions = await owner.sessions()
    if (sessions.some(({ ask }) => ask !== null)) {
      const { ok, code } = await owner.approve()
      this.last = `owner: ${code ?? 'yes'}`
      return ok === true
    }
    return sessions.every(({ phase }) => phase !== 'authorising')
  }

  /** Tries the handle until it gives, or until the page sends him back. */
  async #open(): Promise<boolean> {
    const { house, owner } = this.#home
    const isOpen = await tryOn(
      async () => {
        if ((await house.act('open', 'front')).moved) return true
        const [newest] = await owner.sessions()
        this.last = `visit: ${newest?.phase} ${newest?.outcome ?? ''} ${newest?.refusals.at(-1)?.code ?? ''}`
        return newest?.state !== 'open' || newest.phase === 'armed' ? false : null
      },
      { patienceMs: HANDLE_MS },
    )
    return isOpen === true
  }

  /** Goes in, sets the parcel down, comes out, pulls the door shut. */
  async #deliver(): Promise<boolean> {
    const { house } = this.#home
    this.#note('inside')
    await house.act('enter', 'front', { who: 'courier' })
    await house.act('drop', 'front')
    await later(this.#insideMs)
    await house.act('leave', 'front', { who: 'courier' })
    await house.act('close', 'front')
    this.#note('shut')
    return true
  }
}

/** Somebody of the house looks at the door, and answers every alarm when he finds it shut and locked. */
async function answerAlarms({ house, owner }: FaultyHome): Promise<boolean> {
  const door = (await house.truth()).doors['front']
  const isLocked = door?.bolt === 'thrown' && door.leaf === 'closed'
  if (isLocked) for (const { id } of await owner.home.alarms()) await owner.home.acknowledge(id, true)
  return isLocked
}

export interface Settled {
  /** From when everything worked again to a door that is locked, or to an alarm; null: neither within a minute. */
  readonly safeAfterMs: number | null
}

const SETTLE_MAX_MS = 60_000

async function isSafe({ house, owner }: FaultyHome): Promise<boolean> {
  const door = (await house.truth()).doors['front']
  if ((door?.bolt === 'thrown' && door.leaf === 'closed') || door?.siren === true) return true
  return (await owner.home.alarms()).length > 0
}

/** Everything works again; somebody of the house looks after the door and answers the alarms. */
export async function settle(home: FaultyHome): Promise<Settled> {
  const { house, owner } = home
  home.heal()
  await house.act('close', 'front')
  const began = performance.now()
  const bounded = { patienceMs: SETTLE_MAX_MS }
  const safe = await tryOn(async () => ((await isSafe(home)) ? true : null), bounded)
  const safeAfterMs = safe === null ? null : performance.now() - began
  await tryOn(async () => {
    // Whoever finds the door shut and not locked turns the key.
    await house.act('turn', 'front', { to: 'lock' })
    await answerAlarms(home)
    const open = (await owner.sessions()).filter(({ state }) => state === 'open')
    for (const { id, phase } of open) if (phase === 'armed') await owner.deny(id)
    return open.length === 0 ? true : null
  }, bounded)
  return { safeAfterMs }
}
