// The live picture at a door as controllers ask for it: each offer goes to the hub, which answers it or says no. The hub
// makes no offers of its own (WebRtcTransportProvider, Application Clusters 1.5, 11.5).
import type { Endpoint } from '@matter/main'
import { WebRtcTransportProviderServer } from '@matter/main/behaviors/web-rtc-transport-provider'
import type { WebRtcTransportDefinitions } from '@matter/main/clusters/web-rtc-transport-definitions'
import type { WebRtcTransportProvider } from '@matter/main/clusters/web-rtc-transport-provider'
import type { ValueSupervisor } from '@matter/main/node'
import { NodeSession, Val, hasRemoteActor } from '@matter/main/protocol'
import {
  EndpointNumber,
  FabricIndex,
  NodeId,
  Status,
  StatusResponseError,
  StreamUsage,
} from '@matter/main/types'
import type { Clock } from '@portico/plugin-api'
import type { VideoActs, VideoDenial } from '../video-acts.ts'
import { VIDEO_STREAM } from './camera-streams.ts'
import { Requestor } from './requestor.ts'
import type { VideoSession, VideoSessions } from './video-sessions.ts'

export interface VideoBinding {
  readonly acts: VideoActs
  readonly sessions: VideoSessions
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

const bindings = new WeakMap<Endpoint, VideoBinding>()

/** Before the endpoint joins the node. */
export function bindVideo(endpoint: Endpoint, binding: VideoBinding): void {
  bindings.set(endpoint, binding)
}

const STATUSES: Readonly<Record<VideoDenial, Status>> = {
  right: Status.UnsupportedAccess,
  busy: Status.ResourceExhausted,
  private: Status.InvalidInState,
  offer: Status.ConstraintError,
  lost: Status.Timeout,
  refused: Status.Failure,
}

const refusal = (status: Status, words: string): StatusResponseError => new StatusResponseError(words, status)

export function sessionTold(session: VideoSession): WebRtcTransportDefinitions.WebRtcSession {
  return {
    id: session.id,
    peerNodeId: NodeId(session.node),
    peerEndpointId: EndpointNumber(session.endpoint),
    streamUsage: StreamUsage.LiveView,
    ...(session.isOld && { videoStreamId: VIDEO_STREAM }),
    metadataEnabled: false,
    videoStreams: [VIDEO_STREAM],
    fabricIndex: FabricIndex(session.fabric),
  }
}

/** The library shows lists that are sensitive to every fabric (0.17.9): here each one reads its own sessions alone. */
class VideoState extends WebRtcTransportProviderServer.State {
  [Val.properties](endpoint: Endpoint, reader: ValueSupervisor.Session): Val.Struct {
    if (!hasRemoteActor(reader)) return {}
    const all = bindings.get(endpoint)?.sessions.all ?? []
    return { currentSessions: all.filter(({ fabric }) => fabric === reader.fabric).map(sessionTold) }
  }
}

type Offer = WebRtcTransportProvider.ProvideOfferRequest

export class HubVideoServer extends WebRtcTransportProviderServer {
  static override readonly State = VideoState

  override solicitOffer(): WebRtcTransportProvider.SolicitOfferResponse {
    throw refusal(Status.Failure, 'the hub answers offers and makes none')
  }

  override async provideOffer(offer: Offer): Promise<WebRtcTransportProvider.ProvideOfferResponse> {
    const { sessions, acts, clock, onError } = this.#binding
    const { fabric, session: line } = this.#asker
    if (offer.webRtcSessionId !== null) {
      this.#find(offer.webRtcSessionId)
      throw refusal(Status.InvalidInState, 'ICE is not restarted: open another session')
    }
    const endpoint = endpointOf(offer)
    using place = sessions.place()
    if (place === null) throw refusal(Status.ResourceExhausted, 'too many are looking')
    const view = await acts.open(fabric, offer.sdp)
    if (typeof view === 'string') throw refusal(STATUSES[view], `the hub shows no picture: ${view}`)
    const requestor = new Requestor({ environment: this.env, session: line, endpoint, clock })
    const session: VideoSession = sessions.add({
      fabric,
      node: line.peerNodeId,
      endpoint,
      isOld: offer.videoStreamId !== undefined,
      view,
      tellEnd: () => requestor.end(session.id),
    })
    // The controller learns the number of its session first, by what this command returns.
    this.context.interactionComplete?.once(() => {
      requestor.answer(session.id, view.answer).catch((error: unknown) => {
        onError(error)
        void sessions.end(session)
      })
    })
    return {
      webRtcSessionId: session.id,
      ...(offer.videoStreamId !== undefined && { videoStreamId: VIDEO_STREAM }),
      ...(offer.audioStreamId !== undefined && { audioStreamId: null }),
    }
  }

  override provideAnswer({ webRtcSessionId }: WebRtcTransportProvider.ProvideAnswerRequest): void {
    this.#find(webRtcSessionId)
    throw refusal(Status.InvalidInState, 'nothing was offered')
  }

  override async provideIceCandidates({
    webRtcSessionId,
    iceCandidates,
  }: WebRtcTransportProvider.ProvideIceCandidatesRequest): Promise<void> {
    const session = this.#find(webRtcSessionId)
    const denial = await session.view.tell(iceCandidates.map(({ candidate }) => candidate))
    if (denial !== null) throw refusal(STATUSES[denial], `the hub takes no candidates: ${denial}`)
  }

  override async endSession({ webRtcSessionId }: WebRtcTransportProvider.EndSessionRequest): Promise<void> {
    await this.#binding.sessions.end(this.#find(webRtcSessionId))
  }

  /** Somebody else's is none. */
  #find(id: number): VideoSession {
    const session = this.#binding.sessions.find(this.#asker.fabric, id)
    if (session === null || session.node !== this.#asker.session.peerNodeId)
      throw refusal(Status.NotFound, 'no such session')
    return session
  }

  get #binding(): VideoBinding {
    const own = bindings.get(this.endpoint)
    if (own === undefined) throw refusal(Status.Failure, 'the door is gone')
    return own
  }

  get #asker(): { readonly fabric: number; readonly session: NodeSession } {
    const { context } = this
    if (!hasRemoteActor(context) || context.fabric === undefined || !NodeSession.is(context.session))
      throw refusal(Status.UnsupportedAccess, 'of no fabric')
    return { fabric: context.fabric, session: context.session }
  }
}

/** Where the answer goes, of an offer for the one picture that there is. */
function endpointOf(offer: Offer): NonNullable<Offer['originatingEndpointId']> {
  const { originatingEndpointId, streamUsage, videoStreamId, videoStreams, audioStreamId, audioStreams } =
    offer
  if (originatingEndpointId === undefined || streamUsage === undefined)
    throw refusal(Status.InvalidCommand, 'who is to be answered, and what is it for?')
  if (videoStreamId === undefined && videoStreams === undefined)
    throw refusal(Status.InvalidCommand, 'there is a picture alone, and it was not asked for')
  // Null: whichever there is.
  const asked = [
    ...(videoStreamId === undefined ? [] : [videoStreamId ?? VIDEO_STREAM]),
    ...(videoStreams ?? []),
  ]
  const sounds = [
    ...(audioStreamId === undefined || audioStreamId === null ? [] : [audioStreamId]),
    ...(audioStreams ?? []),
  ]
  if (streamUsage !== StreamUsage.LiveView || asked.some((id) => id !== VIDEO_STREAM) || sounds.length > 0)
    throw refusal(Status.DynamicConstraintError, 'there is one live picture, without sound')
  return originatingEndpointId
}
