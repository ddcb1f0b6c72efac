// A command of a controller, as a request of its own face at the hub, which judges it and notes who asked.
import type { FaceClient } from '@portico/client'
import type { Clock } from '@portico/plugin-api'
import type { Answer, Denial, DoorActs, PinChange } from './acts.ts'
import { denialOf } from './hub-words.ts'
import type { Peers } from './peers.ts'
import type { PinSlots } from './pin-slots.ts'
import { forgetPin, keepPin } from './hub-pins.ts'

/** A command that is answered later leaves the controller's exchange in doubt after about 11.5 s: it ends before, ms. */
const ANSWER_WITHIN_MS = 8_000

export interface HubSide {
  readonly peers: Peers
  readonly slots: PinSlots
  readonly clock: Clock
}

export class HubDoor implements DoorActs {
  readonly #door: string
  readonly #hub: HubSide

  constructor(door: string, hub: HubSide) {
    this.#door = door
    this.#hub = hub
  }

  lock(fabric: number): Promise<Answer> {
    return this.#ask(fabric, (client, signal) => client.lock(this.#door, signal))
  }

  async open(fabric: number, pin: string | null, denied: Denial | null): Promise<Answer> {
    const good = denied === null ? pin : null
    const answer = await this.#ask(fabric, (client, signal) => client.open(this.#door, good, signal))
    // The hub refused for want of a PIN, and stands in the journal with it; the controller hears why there was none.
    return denied !== null && (answer === null || answer === 'pin') ? denied : answer
  }

  async mayCode(fabric: number): Promise<Answer> {
    let isAllowed = false
    const answer = await this.#ask(fabric, async (client) => {
      isAllowed = (await client.home()).rights.includes('codes')
    })
    return answer ?? (isAllowed ? null : 'right')
  }

  async setPin({ fabric, slot, pin, name }: PinChange): Promise<Answer> {
    const peer = this.#hub.peers.at(fabric)
    if (peer === null) return 'lost'
    const before = this.#hub.slots.at(this.#door, slot)
    return this.#ask(fabric, async (client, signal) => {
      if (before !== null) await forgetPin(client, before.pin, signal)
      const id = await keepPin(client, { name: `${name} · ${peer.name}`, door: this.#door, pin }, signal)
      await this.#hub.slots.keep({ door: this.#door, slot, pin: id, peer: peer.id }, pin)
    })
  }

  async clearPin(fabric: number, slot: number): Promise<Answer> {
    const kept = this.#hub.slots.at(this.#door, slot)
    if (kept === null) return null
    return this.#ask(fabric, async (client, signal) => {
      await forgetPin(client, kept.pin, signal)
      this.#hub.slots.forget(kept)
    })
  }

  slotOf(pin: string): Promise<number | null> {
    return this.#hub.slots.find(this.#door, pin)
  }

  now(): number {
    return this.#hub.clock.wall()
  }

  async #ask(
    fabric: number,
    ask: (client: FaceClient, signal: AbortSignal) => Promise<unknown>,
  ): Promise<Answer> {
    const peer = this.#hub.peers.at(fabric)
    if (peer === null) return 'lost'
    try {
      await ask(peer.client, AbortSignal.timeout(ANSWER_WITHIN_MS))
      return null
    } catch (error) {
      return denialOf(error)
    }
  }
}
