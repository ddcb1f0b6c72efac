// All linked accounts. One begins when it is heard of, or at the start where it has a grant; it ends when the hub or its
// owner says so, and its grant with it.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FaceClient } from '@portico/client'
import { type BridgeHost, codeOf } from '@portico/plugin-api'
import type { AlexaOptions } from '../config.ts'
import type { AmazonPlaces } from '../gateway/amazon-places.ts'
import { EventGateway } from '../gateway/event-gateway.ts'
import { Grant } from '../gateway/grant.ts'
import { SealedFile } from '../gateway/sealed-file.ts'
import { Account } from './account.ts'

export interface AccountsParts {
  readonly host: BridgeHost
  readonly options: AlexaOptions
  readonly places: AmazonPlaces
  /** Something changed of which the status tells. */
  readonly onChange: () => void
}

const ACCOUNTS_MAX = 8
const SUFFIX = '.grant'
const peerPattern = /^[A-Za-z0-9_-]{1,64}$/

export class Accounts implements AsyncDisposable {
  readonly #parts: AccountsParts
  readonly #folder: string
  readonly #accounts = new Map<string, Promise<Account>>()
  readonly #broken = new Set<string>()

  constructor(parts: AccountsParts) {
    this.#parts = parts
    this.#folder = join(parts.host.storage, 'grants')
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
  }

  get count(): number {
    return this.#accounts.size
  }
  /** Alexa takes no news of somebody who linked it. */
  get isBroken(): boolean {
    return this.#broken.size > 0
  }
  get tellsNews(): boolean {
    return this.#parts.options.messagingClientId !== undefined && this.#parts.host.secret !== null
  }

  /** Those with a grant want to hear of a ring before they ask for anything. */
  async begin(): Promise<void> {
    const peers = readdirSync(this.#folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
    await Promise.all(
      peers.slice(0, ACCOUNTS_MAX).map(async (peer) => {
        try {
          await this.of(peer)
        } catch (error) {
          this.#parts.host.log.warn({ code: codeOf(error) }, 'an account of before is not let in')
          rmSync(join(this.#folder, `${peer}${SUFFIX}`), { force: true })
        }
      }),
    )
  }

  /** Rejects when the hub does not let it in. */
  of(peer: string): Promise<Account> {
    const known = this.#accounts.get(peer)
    if (known) return known
    if (!peerPattern.test(peer) || this.#accounts.size >= ACCOUNTS_MAX)
      return Promise.reject(new Error('no such account, or too many'))
    const account = this.#admit(peer)
    this.#accounts.set(peer, account)
    account.then(this.#parts.onChange, () => this.#accounts.delete(peer))
    return account
  }

  /** What it was given by Amazon is forgotten too. Null: all of them. */
  async end(peer: string | null): Promise<void> {
    const peers = peer === null ? [...this.#accounts.keys()] : [peer]
    await Promise.all(
      peers.map(async (each) => {
        const account = this.#accounts.get(each)
        this.#accounts.delete(each)
        this.#broken.delete(each)
        const ended = await account?.catch(() => null)
        ended?.grant?.forget()
        await ended?.[Symbol.asyncDispose]()
      }),
    )
    this.#parts.onChange()
  }

  async #admit(peer: string): Promise<Account> {
    const { host } = this.#parts
    const token = await host.admit({ id: peer, name: 'Alexa' })
    const log = host.log
    return new Account({
      client: new FaceClient(host.url, token),
      clock: host.clock,
      log,
      news: this.#newsOf(peer),
      onEnded: () => void this.end(peer),
    })
  }

  #newsOf(peer: string): { readonly grant: Grant; readonly gateway: EventGateway } | null {
    const { host, options, places, onChange } = this.#parts
    const { messagingClientId: clientId } = options
    const { secret: clientSecret, clock, signal, log } = host
    if (clientId === undefined || clientSecret === null) return null
    const name = createHash('sha256').update(peer).digest('hex').slice(0, 12)
    const file = new SealedFile(join(this.#folder, `${peer}${SUFFIX}`), clientSecret)
    const grant = new Grant({ url: places.tokens, clientId, clientSecret, file, clock, signal })
    const gateway = new EventGateway({
      ...{ url: places.gateway, grant, clock, log, signal },
      onBroken: (why) => {
        log.warn({ account: name, why }, 'Alexa takes no news of this account any more')
        this.#broken.add(peer)
        onChange()
      },
      onTaken: () => {
        if (this.#broken.delete(peer)) onChange()
      },
    })
    return { grant, gateway }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const accounts = [...this.#accounts.values()]
    this.#accounts.clear()
    await Promise.all(
      accounts.map(async (account) => (await account.catch(() => null))?.[Symbol.asyncDispose]()),
    )
  }
}
