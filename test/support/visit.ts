// A visit as its people make it, step by step, and what is physically true at the end.
import { randomUUID } from 'node:crypto'
import { HubError } from '@portico/ports'
import type { SessionView } from '@portico/protocol'
import { HubProcess, type HubOptions } from './hub-process.ts'
import { Courier, NUMBER, Owner, postHook } from './people.ts'
import { until } from './until.ts'

/** What this home has seen before the visit. */
interface Past {
  readonly sessions: ReadonlySet<string>
  readonly unlocks: number
}

export class Visit implements AsyncDisposable {
  readonly hub: HubProcess
  readonly owner: Owner
  readonly courier: Courier
  /** On the label. */
  readonly number: string
  /** Null: the home was begun for this visit alone, and ends with it. */
  readonly #past: Past | null

  private constructor(parts: Pick<Visit, 'hub' | 'owner' | 'number'> & { readonly past: Past | null }) {
    this.hub = parts.hub
    this.owner = parts.owner
    this.number = parts.number
    this.courier = new Courier(parts.hub, parts.number)
    this.#past = parts.past
  }

  static async begin(options: HubOptions = {}): Promise<Visit> {
    const hub = await HubProcess.start(options)
    try {
      return new Visit({ hub, owner: await Owner.signIn(hub), number: NUMBER, past: null })
    } catch (error) {
      await hub[Symbol.asyncDispose]()
      throw error
    }
  }

  /** In a home that goes on afterwards: of an owner who was told nothing yet, and for a parcel of its own. */
  static async within(hub: HubProcess, number: string): Promise<Visit> {
    const owner = await Owner.signIn(hub)
    const sessions = new Set((await owner.sessions()).map(({ id }) => id))
    return new Visit({ hub, owner, number, past: { sessions, unlocks: (await unlocksOf(hub)).length } })
  }

  async armed({ claimed = true } = {}): Promise<void> {
    const { number } = this
    if (claimed) await this.owner.claim(number)
    const eventId = `evt_visit_${randomUUID()}`
    // A carrier repeats what was not taken in time: the hub of a busy machine may be late.
    let answer = await postHook(this.hub, 'out-for-delivery', { number, eventId })
    if (answer.status === 408) answer = await postHook(this.hub, 'out-for-delivery', { number, eventId })
    if (!answer.ok) throw new Error(`hook: ${answer.status} ${await answer.text()}`)
    await this.owner.untilTold('SessionArmed')
  }

  async asked(): Promise<void> {
    await this.armed()
    const answer = await this.courier.arrive()
    if (!('state' in answer)) throw new Error(`arrive: ${answer.letter} ${answer.message}`)
    await this.owner.untilTold('ApprovalAsked')
  }

  async unlocked(): Promise<void> {
    await this.asked()
    const said = await this.owner.approve()
    if (said.ok !== true) throw new Error(`approve: ${said.code}`)
    await this.owner.untilTold('DoorUnlocked')
  }

  /** The courier tries the handle until the door gives. */
  async open(): Promise<void> {
    await using house = await this.hub.house()
    await until('the door to open', async () => (await house.act('open', 'front')).moved)
  }

  async inside(): Promise<void> {
    await this.unlocked()
    await this.open()
    await this.owner.untilTold('DoorOpened')
  }

  /** Sets the parcel down, steps out, pulls the door shut. */
  async leave(): Promise<void> {
    await using house = await this.hub.house()
    await house.act('enter', 'front', { who: 'courier' })
    await house.act('drop', 'front')
    await house.act('leave', 'front', { who: 'courier' })
    await house.act('close', 'front')
  }

  closed(withinMs = 40_000): Promise<SessionView> {
    return until(
      'the visit to be closed',
      async () =>
        (await this.owner.sessions()).find(
          ({ id, state }) => state === 'closed' && this.#past?.sessions.has(id) !== true,
        ),
      withinMs,
    )
  }

  /** The simulated door, by its own physics: shut, and the bolt thrown. */
  async isLocked(): Promise<boolean> {
    await using house = await this.hub.house()
    const door = (await house.truth()).doors['front']
    return door?.bolt === 'thrown' && door.leaf === 'closed'
  }
  /** Since the visit began. */
  async unlocksReceived(): Promise<number> {
    return (await unlocksOf(this.hub)).length - (this.#past?.unlocks ?? 0)
  }
  /** A house that is busy hangs up on whoever is slow to say who he is: then he knocks again. */
  async act(name: string, on: string, options: Record<string, unknown> = {}): Promise<void> {
    await until(`the house to take ${name}`, async () => {
      try {
        await using house = await this.hub.house()
        await house.act(name, on, options)
        return true
      } catch (error) {
        if (error instanceof HubError && error.retryable) return false
        throw error
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.owner[Symbol.asyncDispose]()
    if (this.#past === null) await this.hub[Symbol.asyncDispose]()
  }
}

async function unlocksOf(hub: HubProcess): Promise<readonly unknown[]> {
  await using house = await hub.house()
  return (await house.truth()).doors['front']?.unlocksReceived ?? []
}
