// One linked account: what it asks is asked of the hub with its own token, and what happens at its doors is told to Alexa.
import type { FaceClient } from '@portico/client'
import type { BridgeHost, Clock } from '@portico/plugin-api'
import type { FaceHome } from '@portico/protocol'
import type { EventGateway } from '../gateway/event-gateway.ts'
import type { Grant } from '../gateway/grant.ts'
import { bellEndpoint } from '../home/endpoints.ts'
import { type Cause, changesOf, endpointNews } from '../home/home-news.ts'
import type { Directive } from '../message/directive.ts'
import { type AlexaEvent, newsOf } from '../message/event.ts'
import { CameraSessions } from './camera-sessions.ts'
import { FollowedHome } from './followed-home.ts'
import { SeenMessages } from './seen-messages.ts'

export interface AccountParts {
  readonly client: FaceClient
  readonly clock: Clock
  readonly log: BridgeHost['log']
  /** Null: the owner has set up no news for Alexa. */
  readonly news: { readonly grant: Grant; readonly gateway: EventGateway } | null
  /** The hub knows this account no more. */
  readonly onEnded: () => void
}

/** Ring and change are news for so long, ms. */
const RING_IS_NEWS_MS = 20_000
const CHANGE_IS_NEWS_MS = 60_000
const DEFERRED_IS_NEWS_MS = 30_000
/** What there is stays news until it is known. */
const ENDPOINTS_ARE_NEWS_MS = 10 * 60_000
/** A change within this of a spoken command came by it, ms. */
const SPOKEN_WITHIN_MS = 60_000

/** Here the schema takes no fractions. */
const wholeSeconds = (wall: number): string => `${new Date(wall).toISOString().slice(0, 19)}Z`

export class Account implements AsyncDisposable {
  readonly home: FollowedHome
  readonly sessions: CameraSessions
  readonly seen: SeenMessages
  readonly client: FaceClient
  readonly grant: Grant | null
  readonly clock: Clock
  readonly #parts: AccountParts
  /** When each door was last asked to lock by voice. */
  readonly #spoken = new Map<string, number>()

  constructor(parts: AccountParts) {
    const { client, clock, log, news, onEnded } = parts
    this.#parts = parts
    this.client = client
    this.clock = clock
    this.grant = news?.grant ?? null
    this.sessions = new CameraSessions(client)
    this.seen = new SeenMessages(clock)
    this.home = new FollowedHome({
      ...{ client, clock, log, onEnded },
      onHome: (home, before) => {
        if (before) this.#tellChanges(home, before)
      },
      onRing: (door, wall) => {
        this.#tellRing(door, wall)
      },
    })
  }

  /** The end of what was deferred; null: it cannot be told. */
  get later(): ((event: AlexaEvent) => void) | null {
    const { news } = this.#parts
    if (!news?.grant.isGiven) return null
    return (event) => news.gateway.tell(event, DEFERRED_IS_NEWS_MS)
  }

  spoke(door: string): void {
    this.#spoken.set(door, this.clock.mono())
  }

  once(directive: Directive, act: () => Promise<AlexaEvent>): Promise<AlexaEvent> {
    return this.seen.once(directive.messageId, act)
  }

  #tellRing(door: string, wall: number): void {
    this.#parts.news?.gateway.tell(
      newsOf(bellEndpoint(door), {
        namespace: 'Alexa.DoorbellEventSource',
        name: 'DoorbellPress',
        payload: { cause: { type: 'PHYSICAL_INTERACTION' }, timestamp: wholeSeconds(wall) },
      }),
      RING_IS_NEWS_MS,
    )
  }

  #tellChanges(home: FaceHome, before: FaceHome): void {
    const { news, clock } = this.#parts
    if (!news) return
    for (const event of endpointNews(home.doors, before.doors))
      news.gateway.tell(event, ENDPOINTS_ARE_NEWS_MS)
    for (const door of home.doors) {
      const earlier = before.doors.find(({ id }) => id === door.id)
      if (!earlier) continue
      for (const event of changesOf({ door, earlier, cause: this.#causeOf(door), wall: clock.wall() }))
        news.gateway.tell(event, CHANGE_IS_NEWS_MS)
    }
  }

  #causeOf({ id, session }: FaceHome['doors'][number]): Cause {
    const spoken = this.#spoken.get(id)
    if (spoken !== undefined && this.clock.mono() - spoken < SPOKEN_WITHIN_MS) return 'VOICE_INTERACTION'
    return session === null ? 'PHYSICAL_INTERACTION' : 'RULE_TRIGGER'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.home[Symbol.dispose]()
    await this.sessions[Symbol.asyncDispose]()
  }
}
