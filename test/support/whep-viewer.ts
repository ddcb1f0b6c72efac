// Somebody who looks by WHEP without a browser: werift as the receiving end, and what arrived of each picture.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift'
import { LossyLine } from './lossy-line.ts'

export interface Arrived {
  readonly stamp: number
  /** Decodable by itself: it has a SPS. */
  readonly key: boolean
  readonly isWhole: boolean
  /** Ms since capture when its first packet came, by the stamp; null: the stamp does not tell. */
  readonly ageMs: number | null
}

export interface Looking {
  readonly url: string
  readonly camera?: string
  readonly headers: Readonly<Record<string, string>>
  /** Everything goes over a line that can lose packets. */
  readonly lossy?: boolean
  /** It can be met at its place on this TURN server alone. */
  readonly relay?: { readonly urls: string; readonly username: string; readonly credential: string }
}

interface Packet {
  readonly sequence: number
  readonly stamp: number
  readonly marker: boolean
  readonly payload: Uint8Array
  readonly at: number
}

/** Ms of the clock that the hub stamps with: the kernel's, the same in every process of this machine. */
const mono = (): number => Number(process.hrtime.bigint()) / 1e6

const H264 = {
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
}

const newConnection = (relay: Looking['relay']): RTCPeerConnection =>
  new RTCPeerConnection({
    iceServers: relay ? [relay] : [],
    iceTransportPolicy: relay ? 'relay' : 'all',
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [], video: [new RTCRtpCodecParameters(H264)] },
  })

export class WhepViewer implements AsyncDisposable {
  readonly answer: Response
  readonly line: LossyLine | null
  /** Of the places at which the hub was told that it can be met: `host`, `relay` and so on. */
  readonly kinds: readonly string[]
  /** From the offer to the first packet, ms. */
  first: number | null = null
  readonly #looking: Looking
  readonly #connection: RTCPeerConnection
  readonly #packets = new Map<number, Packet>()
  #newest: number | null = null

  private constructor(looking: Looking, connection: RTCPeerConnection, answered: Answered) {
    this.#looking = looking
    this.#connection = connection
    this.answer = answered.answer
    this.line = answered.line
    this.kinds = answered.kinds
  }

  /** Rejects when the hub refuses. */
  static async open(looking: Looking): Promise<WhepViewer> {
    const { url, camera = 'porch', headers, lossy = false } = looking
    const began = mono()
    const connection = newConnection(looking.relay)
    connection.addTransceiver('video', { direction: 'recvonly' })
    await connection.setLocalDescription(await connection.createOffer())
    const { sdp = '' } = connection.localDescription ?? {}
    // Over the line alone: the hub does not know where else it could meet this viewer.
    const offer = lossy ? sdp.replaceAll(/a=(?:candidate|end-of-candidates).*\r\n/g, '') : sdp
    const answer = await fetch(`${url}/whep/${camera}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/sdp' },
      body: offer,
    })
    const text = await answer.text()
    if (answer.status !== 201) {
      await connection.close()
      throw new Error(`refused: ${answer.status} ${text}`)
    }
    const port = Number(/a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)/i.exec(text)?.[1])
    const line = lossy ? await LossyLine.to(port) : null
    const viewer = new WhepViewer(looking, connection, { answer, line, kinds: kindsIn(offer) })
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        viewer.first ??= mono() - began
        const { sequenceNumber: sequence, timestamp: stamp, marker } = header
        viewer.#take({ sequence, stamp, marker, payload, at: mono() })
      })
    })
    const sdpOfHub = line ? text.replaceAll(` ${port} typ`, ` ${line.port} typ`) : text
    await connection.setRemoteDescription({ type: 'answer', sdp: sdpOfHub })
    return viewer
  }

  get address(): string {
    return `${this.#looking.url}${this.answer.headers.get('location')}`
  }

  /** Of every picture something of which came, in order. */
  get pictures(): readonly Arrived[] {
    const packets = [...this.#packets.entries()].toSorted(([a], [b]) => a - b)
    const stamps = [...new Set(packets.map(([, { stamp }]) => stamp))]
    return stamps.map((stamp): Arrived => {
      const own = packets.filter(([, packet]) => packet.stamp === stamp)
      const [first, last] = [own[0], own.at(-1)]
      const numbers = own.map(([number]) => number)
      const isGapless = numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1)
      const begins = first !== undefined && (this.#packets.get(first[0] - 1)?.marker ?? true)
      const now = Math.round((first?.[1].at ?? 0) * 90) % 2 ** 32
      return {
        stamp,
        key: own.some(([, { payload }]) => (payload[0] ?? 0) % 32 === 24 || (payload[0] ?? 0) % 32 === 7),
        isWhole: isGapless && begins && last?.[1].marker === true,
        ageMs: stamp % 2 === 1 ? null : (now - stamp) / 90,
      }
    })
  }

  /** Packets that never came, not even again. */
  get missing(): number {
    const numbers = [...this.#packets.keys()].toSorted((a, b) => a - b)
    const [first = 0, last = -1] = [numbers[0], numbers.at(-1)]
    return last - first + 1 - numbers.length
  }

  /** My picture broke (RFC 4585 section 6.3.1). */
  async askKey(): Promise<void> {
    const [receiver] = this.#connection.getReceivers()
    const ssrc = receiver?.tracks[0]?.ssrc
    if (receiver && ssrc !== undefined) await receiver.sendRtcpPLI(ssrc)
  }

  #take(packet: Packet): void {
    const near = this.#newest ?? packet.sequence
    const step = ((packet.sequence - near + 2 ** 15) & 0xffff) - 2 ** 15
    const number = near + step
    this.#newest = Math.max(near, number)
    this.#packets.set(number, packet)
  }

  async end(): Promise<number> {
    const { status } = await fetch(this.address, { method: 'DELETE', headers: this.#looking.headers })
    return status
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end().catch(() => 0)
    await this.#connection.close()
    await this.line?.[Symbol.asyncDispose]()
  }
}

const kindsIn = (sdp: string): string[] =>
  [...sdp.matchAll(/^a=candidate:.* typ (?<kind>\S+)/gm)].map(({ groups }) => groups?.['kind'] ?? '')

interface Answered {
  readonly answer: Response
  readonly line: LossyLine | null
  readonly kinds: readonly string[]
}
