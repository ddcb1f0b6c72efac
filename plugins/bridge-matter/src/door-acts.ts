// A command of a controller, as a request of its own face at the hub, which judges it and notes who asked.
import type { FaceClient } from '@portico/client'
import { type Clock, instant } from '@portico/plugin-api'
import type { Answer, DoorActs, Opening, PinChange } from './acts.ts'
import { denialOf } from './hub-words.ts'
import type { Peers } from './peers.ts'
import type { PinSlots } from './pin-slots.ts'
import { forgetPin, keepPin } from './hub-pins.ts'

/** A command that is answered later leaves the controller's exchange in doubt after about 11.5 s: it ends before, ms. */
const ANSWER_WITHIN_MS = 8_000
/** Of a change of PINs, which asks twice: may it, and do it. */
const RIGHT_WITHIN_MS = 3_000
const PINS_WITHIN_MS = ANSWER_WITHIN_MS - RIGHT_WITHIN_MS
/** Of each fabric at a door. A lock has places of its own: a flood of anything else holds none up. */
const UNDER_WAY_MAX = 4

export interface HubSide {
  readonly peers: Pick<Peers, 'at'>
  readonly slots: Pick<PinSlots, 'at' | 'find' | 'forget' | 'keep'>
  readonly clock: Clock
}

type Ask = (client: FaceClient, signal: AbortSignal) => Promise<unknown>

export class HubDoor implements DoorActs {
  readonly #door: string
  readonly #hub: HubSide
  readonly #underWay = new Map<string, number>()

  constructor(door: string, hub: HubSide) {
    this.#door = door
    this.#hub = hub
  }

  place(fabric: number, what: 'lock' | 'other'): Disposable | null {
    const key = `${what} ${fabric}`
    const taken = this.#underWay.get(key) ?? 0
    if (taken >= UNDER_WAY_MAX) return null
    this.#underWay.set(key, taken + 1)
    return { [Symbol.dispose]: () => void this.#underWay.set(key, (this.#underWay.get(key) ?? 1) - 1) }
  }

  lock(fabric: number): Promise<Answer> {
    return this.#ask(fabric, (client, signal) => client.lock(this.#door, signal))
  }

  async open(fabric: number, { pin, denied, inHours }: Opening): Promise<Answer> {
    const order = denied === null && pin !== null ? { pin, ...(inHours && { inHours }) } : {}
    const path = `/api/v1/doors/${encodeURIComponent(this.#door)}/open`
    const answer = await this.#ask(fabric, ({ requests }, signal) => requests.post(path, order, signal))
    // The hub refused for want of a PIN, and stands in the journal with it; the controller hears why there was none.
    return denied !== null && (answer === null || answer === 'pin') ? denied : answer
  }

  async mayCode(fabric: number): Promise<Answer> {
    let isAllowed = false
    const ask: Ask = async (client, signal) => {
      isAllowed = (await client.home(signal)).rights.includes('codes')
    }
    const answer = await this.#ask(fabric, ask, RIGHT_WITHIN_MS)
    return answer ?? (isAllowed ? null : 'right')
  }

  async setPin({ fabric, slot, pin, name }: PinChange): Promise<Answer> {
    const peer = this.#hub.peers.at(fabric)
    if (peer === null) return 'lost'
    const before = this.#hub.slots.at(this.#door, slot)
    const ask: Ask = async (client, signal) => {
      if (before !== null) await forgetPin(client, before.pin, signal)
      const id = await keepPin(client, { name: `${name} · ${peer.name}`, door: this.#door, pin }, signal)
      await this.#hub.slots.keep({ door: this.#door, slot, pin: id, peer: peer.id }, pin)
    }
    return this.#ask(fabric, ask, PINS_WITHIN_MS)
  }

  async clearPins(fabric: number, slots: readonly number[]): Promise<Answer> {
    const kept = slots.flatMap((slot) => this.#hub.slots.at(this.#door, slot) ?? [])
    if (kept.length === 0) return null
    const ask: Ask = async (client, signal) => {
      for (const each of kept) {
        await forgetPin(client, each.pin, signal)
        this.#hub.slots.forget(each)
      }
    }
    return this.#ask(fabric, ask, PINS_WITHIN_MS)
  }

  slotOf(pin: string): Promise<number | null> {
    return this.#hub.slots.find(this.#door, pin)
  }

  now(): number {
    return this.#hub.clock.wall()
  }

  async #ask(fabric: number, ask: Ask, withinMs = ANSWER_WITHIN_MS): Promise<Answer> {
    const { peers, clock } = this.#hub
    const peer = peers.at(fabric)
    if (peer === null) return 'lost'
    const late = new AbortController()
    using _ = clock.wake(instant(clock.mono() + withinMs), () => late.abort())
    try {
      await ask(peer.client, late.signal)
      return null
    } catch (error) {
      return denialOf(error)
    }
  }
}
