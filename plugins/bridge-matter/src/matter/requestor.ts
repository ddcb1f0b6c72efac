// A controller that wants a picture, as the bridge speaks to it: by the secure session that its offer came by. The bridge
// looks for no controller by itself (WebRtcTransportRequestor, Application Clusters 1.5, 11.6).
import type { Environment } from '@matter/main'
import { WebRtcTransportDefinitions } from '@matter/main/clusters/web-rtc-transport-definitions'
import { WebRtcTransportRequestor } from '@matter/main/clusters/web-rtc-transport-requestor'
import {
  ClientInteraction,
  DedicatedChannelExchangeProvider,
  ExchangeManager,
  type ExchangeProvider,
  Invoke,
  type NodeSession,
} from '@matter/main/protocol'
import { type EndpointNumber, Status, StatusResponseError } from '@matter/main/types'
import { type Clock, pause } from '@portico/plugin-api'

/** A controller that says nothing for this long is taken for gone, ms. */
const ANSWER_WITHIN_MS = 8_000
/** It may note its session a moment after it learned of it: how often the answer is told, and the time between, ms. */
const TRIES = 6
const TRY_AGAIN_MS = 300

export interface RequestorLine {
  readonly environment: Environment
  /** By which the offer came. */
  readonly session: NodeSession
  readonly endpoint: EndpointNumber
  readonly clock: Clock
}

export class Requestor {
  readonly #line: RequestorLine

  constructor(line: RequestorLine) {
    this.#line = line
  }

  /** @throws when the controller does not take it, or not in time */
  async answer(webRtcSessionId: number, sdp: string): Promise<void> {
    const { endpoint, clock } = this.#line
    const fields = { webRtcSessionId, sdp }
    const answer = { cluster: WebRtcTransportRequestor, command: 'answer', endpoint, fields } as const
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#invoke(Invoke({ commands: [answer] }))
      } catch (error) {
        const isEarly = error instanceof StatusResponseError && error.code === Status.NotFound
        if (!isEarly || tries === TRIES) throw error
        await pause({ clock, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }, TRY_AGAIN_MS)
      }
    }
  }

  /** No picture comes any more. @throws when the controller does not take it, or not in time */
  async end(webRtcSessionId: number): Promise<void> {
    const { endpoint } = this.#line
    const fields = { webRtcSessionId, reason: WebRtcTransportDefinitions.WebRtcEndReason.MediaTimeout }
    const end = { cluster: WebRtcTransportRequestor, command: 'end', endpoint, fields } as const
    await this.#invoke(Invoke({ commands: [end] }))
  }

  async #invoke(request: ReturnType<typeof Invoke>): Promise<void> {
    const { environment, session } = this.#line
    const line = new DedicatedChannelExchangeProvider(environment.get(ExchangeManager), session)
    await using interaction = new ClientInteraction({
      environment,
      // cast: the library's types contradict each other where what is optional may not be undefined
      exchangeProvider: line as ExchangeProvider,
      abort: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    for await (const chunk of interaction.invoke(request))
      for (const entry of chunk)
        if (entry.kind === 'cmd-status' && entry.status !== Status.Success)
          throw StatusResponseError.create(entry.status, 'the controller refused')
  }
}
