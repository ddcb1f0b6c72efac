// One bridge inside its own process: what it sees of the hub, and what the hub asks of it.
import {
  type Bridge,
  type BridgeHost,
  type BridgeModule,
  type BridgePeer,
  type Clock,
  HubError,
} from '@portico/plugin-api'
import { hostedLog } from '../plugins/hosted-log.ts'
import { moduleIn, wrongModule } from '../plugins/module-in.ts'
import { veiled } from '../plugins/veil.ts'
import { codeIn, messageIn } from '../plugins/wire-text.ts'
import type { BridgeHello, BridgeWish, FromBridge, ToBridge } from './bridge-messages.ts'

export interface HostedBridgeParts {
  readonly hello: BridgeHello
  readonly clock: Clock
  /** `tail`: bytes behind the message. */
  readonly send: (message: FromBridge, tail?: Uint8Array) => void
}

type Reply = Extract<ToBridge, { readonly type: 'admitted' | 'dismissed' | 'denied' }>
type Ask = Extract<ToBridge, { readonly type: 'ask' }>

/** Tokens of controllers that are kept from the log. */
const TOKENS_KEPT = 64

export class HostedBridge implements AsyncDisposable {
  readonly #parts: HostedBridgeParts
  readonly #ending = new AbortController()
  readonly #wishes = new Map<number, PromiseWithResolvers<string>>()
  readonly #log: BridgeHost['log']
  #wished = 0
  #secrets: readonly string[]
  #bridge: Bridge | null = null

  constructor(parts: HostedBridgeParts) {
    this.#parts = parts
    const { token, secret } = parts.hello
    this.#secrets = [token, ...(secret ? [secret] : [])]
    this.#log = hostedLog({ send: parts.send, secrets: () => this.#secrets })
  }

  /** Rejects when the module is no bridge for this hub, or with what the bridge throws. */
  async start(found: unknown): Promise<void> {
    this.#bridge = await bridgeIn(found, this.#parts.hello).start(this.#host())
  }

  /** `tail`: the body of a request. */
  ask({ id, ask }: Ask, tail: Uint8Array): void {
    const { send } = this.#parts
    const carriedOut = async (): Promise<void> => {
      const bridge = this.#bridge
      if (!bridge) throw new HubError('HUB_PLUGIN_DOWN', 'the bridge is about to start', { retryable: true })
      switch (ask.type) {
        case 'unpair':
          if (!bridge.unpair) throw cannot('take a controller out')
          await bridge.unpair(ask.peer)
          return send({ type: 'done', id, status: null })
        case 'open-pairing':
          if (!bridge.openPairing) throw cannot('be paired with another controller')
          await bridge.openPairing()
          return send({ type: 'done', id, status: null })
        case 'answer': {
          if (!bridge.answer) throw cannot('answer requests')
          const { path, peer } = ask
          const body: unknown = JSON.parse(new TextDecoder().decode(tail))
          const reply = await bridge.answer({ path, peer, body })
          const text = JSON.stringify(reply.body ?? null)
          return send({ type: 'done', id, status: reply.status }, new TextEncoder().encode(text))
        }
      }
    }
    carriedOut().catch((error: unknown) => {
      const message = veiled(messageIn(error), this.#secrets)
      send({ type: 'refused', id, code: codeIn(error, 'HUB_PLUGIN_FAULT'), message, retryable: false })
    })
  }

  /** The hub answers a wish. */
  hear(reply: Reply): void {
    const wish = this.#wishes.get(reply.n)
    this.#wishes.delete(reply.n)
    switch (reply.type) {
      case 'admitted':
        this.#secrets = [...this.#secrets, reply.token].slice(-TOKENS_KEPT)
        return wish?.resolve(reply.token)
      case 'dismissed':
        return wish?.resolve('')
      case 'denied':
        return wish?.reject(new HubError(codeIn(reply, 'HUB_PLUGIN_FAULT'), reply.message))
    }
  }

  /** Aborts the bridge's signal and lets it say goodbye. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    try {
      await this.#bridge?.[Symbol.asyncDispose]()
    } catch (error) {
      this.#log.warn({ err: error }, 'bridge did not end cleanly')
    }
  }

  #host(): BridgeHost {
    const { hello, clock, send } = this.#parts
    const { url, token, home, options, secret, storage } = hello
    return {
      url,
      token,
      home,
      options,
      secret,
      storage,
      clock,
      log: this.#log,
      signal: this.#ending.signal,
      tell: (status) => {
        const words = status.words && veiled(status.words, this.#secrets)
        send({ type: 'status', status: { ...status, words } })
      },
      admit: (peer) => this.#admit(peer),
      dismiss: async (peer) => void (await this.#wish((n) => ({ type: 'dismiss', n, peer }))),
    }
  }

  #admit({ id, name }: BridgePeer): Promise<string> {
    return this.#wish((n) => ({ type: 'admit', n, peer: { id, name } }))
  }

  #wish(wishOf: (n: number) => BridgeWish): Promise<string> {
    const n = ++this.#wished
    const wish = Promise.withResolvers<string>()
    this.#wishes.set(n, wish)
    this.#parts.send(wishOf(n))
    return wish.promise
  }
}

const cannot = (what: string): HubError => new HubError('HUB_BRIDGE_CANNOT', `this bridge cannot ${what}`)

function bridgeIn(found: unknown, { kind }: BridgeHello): BridgeModule {
  const bridge = moduleIn(found, 'bridge')
  if (bridge.kind !== kind) throw wrongModule(`is a bridge of another kind than ${kind}`)
  // cast: every part that is used was looked at
  return bridge as BridgeModule
}
