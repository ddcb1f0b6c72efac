// The bridge: requests that the hub hands on, the accounts behind them, and what the owner is told of it all.
import {
  type Bridge,
  type BridgeHost,
  type BridgeModule,
  type BridgeReply,
  type BridgeRequest,
  defineBridge,
} from '@portico/plugin-api'
import { answerDirective } from './account/answer-directive.ts'
import { Accounts } from './account/accounts.ts'
import type { AlexaOptions } from './config.ts'
import { type AmazonPlaces, placesOf } from './gateway/amazon-places.ts'
import { readDirective } from './message/directive.ts'
import { AlexaFailure, failureAnswer } from './message/failure.ts'

const nobody = { correlationToken: null, endpoint: null } as const

const notLinked = new AlexaFailure('INVALID_AUTHORIZATION_CREDENTIAL', 'This account is linked no more.')

const answered = (body: unknown): BridgeReply => ({ status: 200, body })

class VoiceBridge implements Bridge {
  readonly #accounts: Accounts
  readonly #host: BridgeHost

  constructor(host: BridgeHost, places: AmazonPlaces) {
    this.#host = host
    // cast: the hub has checked them against the schema of `config.ts`
    const options = host.options as unknown as AlexaOptions
    this.#accounts = new Accounts({ host, options, places, onChange: () => this.#tell() })
  }

  async begin(): Promise<this> {
    await this.#accounts.begin()
    this.#tell()
    return this
  }

  async answer({ path, body, peer }: BridgeRequest): Promise<BridgeReply> {
    if (path !== 'smart-home') return { status: 404, body: { message: 'nothing is here' } }
    const directive = readDirective(body)
    if (!directive)
      return answered(failureAnswer(nobody, new AlexaFailure('INVALID_DIRECTIVE', 'This is no directive.')))
    const account = await this.#accounts.of(peer).catch((error: unknown) => {
      this.#host.log.warn({ err: String(error) }, 'an account is not let in')
      return null
    })
    if (account === null) return answered(failureAnswer(directive, notLinked))
    return answered(await answerDirective(account, directive))
  }

  unpair(peer: string | null): Promise<void> {
    return this.#accounts.end(peer)
  }

  #tell(): void {
    const accounts = this.#accounts
    const words =
      accounts.count === 0
        ? 'nobody has linked Alexa yet: open your skill in the Alexa app and enable it'
        : accounts.isBroken
          ? 'Alexa takes no rings and changes any more: disable the skill in the Alexa app and enable it again'
          : accounts.tellsNews
            ? null
            : 'Alexa hears of no ring: messagingClientId and its secret are not set'
    const state = accounts.count === 0 || accounts.isBroken ? 'waiting' : 'running'
    this.#host.tell({ state, words, progress: null, pairing: null })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#accounts[Symbol.asyncDispose]()
  }
}

/** `places`: where Amazon is; those of the settings' region unless told otherwise. */
export const alexaBridge = (places: AmazonPlaces | null = null): BridgeModule =>
  defineBridge({
    kind: 'voice',
    api: 1,
    start: (host) => {
      const { region } = host.options as unknown as AlexaOptions // cast: checked by the hub
      return new VoiceBridge(host, places ?? placesOf(region)).begin()
    },
  })

export default alexaBridge()
