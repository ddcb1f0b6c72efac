// What the live view asks of a WebRTC library: one that is to take its place is one more file.

export interface StunServer {
  readonly host: string
  readonly port: number
}

export interface PeerEvents {
  /** Packets that are sent from now on arrive. */
  connected(): void
  /** The viewer lost its picture and needs one that is decodable by itself. */
  keyWanted(): void
  /** The viewer tells what share of the packets did not arrive lately, 0 to 1. */
  lost(share: number): void
  /** The connection ended or never came to be. Called once. */
  gone(why: string): void
}

export interface PeerOrder {
  /** With a single video section that names a single payload type; see `readOffer`. */
  readonly offer: string
  /** Addresses of this machine at which the viewer may reach it. */
  readonly addresses: readonly string[]
  /** Asked how this house is seen from outside; null: nobody is asked for anything. */
  readonly stun: StunServer | null
  readonly events: PeerEvents
}

export interface MediaPacket {
  readonly payload: Uint8Array
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
}

export interface Peer extends AsyncDisposable {
  /** Complete: candidates of this side are not told later. */
  readonly answer: string
  send(packet: MediaPacket): void
  /** A candidate of the viewer as SDP has it, without `a=`. One that cannot be used is left out. */
  addCandidate(candidate: string): void
}

export interface WebRtcPort {
  /** Does now what the first viewer would otherwise wait for. */
  warm(): Promise<void>
  /** Rejects when the offer cannot be answered. */
  answer(order: PeerOrder): Promise<Peer>
}
