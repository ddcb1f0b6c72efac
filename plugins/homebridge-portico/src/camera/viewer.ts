// One viewer of HomeKit's: a socket for pictures and one for sound, each with keys of its own, from the moment they were
// agreed on until he leaves, or has said nothing for too long.
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { PrepareStreamRequest, PrepareStreamResponse, StartStreamRequest } from 'homebridge'
import { parseRtp } from '@portico/rtp'
import { AudioSender } from './audio-sender.ts'
import { Opus, type OpusRate } from './opus.ts'
import { PacedLine } from './paced-line.ts'
import type { LivePicture, PictureLine } from './picture-line.ts'
import type { SoundLine } from './sound-line.ts'
import { SrtpReceiver, SrtpSender } from './srtp.ts'
import { TalkBack, type TalkBackOptions } from './talk-back.ts'
import { VideoSender } from './video-sender.ts'

export interface ViewerOptions extends Omit<TalkBackOptions, 'decoder'> {
  readonly pictures: PictureLine
  readonly sounds: SoundLine
  /** He is gone: nothing came from him for long, or he never began. */
  readonly onGone: () => void
  /** Sound that cannot be carried; told once. */
  readonly onSilent: (words: string) => void
}

const REPORT_EVERY_MS = 500
/** A phone reports twice a second; one that says nothing for this long is gone, ms. */
const GONE_AFTER_MS = 30_000
/** Without a new picture for this long nobody is left before an old one, ms. */
const FROZEN_AFTER_MS = 10_000
/** By HAP's kHz. */
const opusRates: Readonly<Record<number, OpusRate>> = { 16: 16_000, 24: 24_000 }

const isFresh = ({ captured }: LivePicture): boolean => performance.now() - captured <= FROZEN_AFTER_MS

/** RTP and RTCP share a port (RFC 5761 section 4): types 192–223 are RTCP. */
const isRtcp = (packet: Uint8Array): boolean => ((packet[1] ?? 0) & 0xe0) === 0xc0

interface Line {
  readonly socket: Socket
  readonly target: { readonly address: string; readonly port: number }
  readonly ssrc: number
  readonly sender: SrtpSender
  readonly key: Buffer
  readonly salt: Buffer
}

async function openLine(
  { addressVersion, targetAddress }: PrepareStreamRequest,
  { port, srtp_key: key, srtp_salt: salt }: PrepareStreamRequest['video'],
): Promise<Line> {
  if (isIP(targetAddress) === 0 || port === 0)
    throw new Error(`no address to send to: ${targetAddress}:${port}`)
  const sender = new SrtpSender(key, salt)
  const socket = createSocket(addressVersion === 'ipv6' ? 'udp6' : 'udp4')
  socket.bind(0)
  await once(socket, 'listening')
  // A port that nobody listens on any more is no fault of ours: the reports that stay away tell.
  socket.on('error', () => undefined)
  const target = { address: targetAddress, port }
  return { socket, target, ssrc: randomInt(1, 2 ** 31), sender, key, salt }
}

const sendBy =
  ({ socket, target }: Line) =>
  (packet: Uint8Array): void =>
    socket.send(packet, target.port, target.address, () => undefined)

export class Viewer implements Disposable {
  readonly #options: ViewerOptions
  readonly #video: Line
  readonly #audio: Line
  readonly #holds: Disposable[] = []
  readonly #ticking: NodeJS.Timeout
  #heard = performance.now()
  #seen = performance.now()
  #videoSender: VideoSender | null = null
  #audioSender: AudioSender | null = null
  #talk: TalkBack | null = null
  #voiceType: number | null = null
  #isSilent = false
  #isOver = false

  private constructor(options: ViewerOptions, video: Line, audio: Line) {
    this.#options = options
    this.#video = video
    this.#audio = audio
    this.#holds.push(options.pictures.want())
    this.#ticking = setInterval(() => this.#tick(), REPORT_EVERY_MS)
    this.#listen(video, () => undefined)
    this.#listen(audio, (packet) => {
      const said = parseRtp(packet)
      if (said?.payloadType === this.#voiceType) this.#talk?.hear(said.payload)
    })
  }

  /** Resolves when both sockets are bound. */
  static async open(options: ViewerOptions, request: PrepareStreamRequest): Promise<Viewer> {
    const video = await openLine(request, request.video)
    try {
      return new Viewer(options, video, await openLine(request, request.audio))
    } catch (error) {
      video.socket.close()
      throw error
    }
  }

  /** The keys are the viewer's own, both ways: HomeKit's controllers offer one of each. */
  get endpoints(): PrepareStreamResponse {
    const of = ({ socket, ssrc, key, salt }: Line): PrepareStreamResponse['video'] => ({
      port: socket.address().port,
      ssrc,
      srtp_key: key,
      srtp_salt: salt,
    })
    return { video: of(this.#video), audio: of(this.#audio) }
  }

  /** The pictures are on their way when it returns; sound follows. Once. */
  start({ video, audio }: StartStreamRequest): void {
    if (this.#videoSender) return
    const { pictures } = this.#options
    this.#heard = performance.now()
    this.#seen = this.#heard
    const paced = new PacedLine(sendBy(this.#video))
    this.#hold(paced)
    const sender = new VideoSender({
      ssrc: this.#video.ssrc,
      payloadType: video.pt,
      srtp: this.#video.sender,
      send: (packet) => paced.push(packet),
      mtu: video.mtu,
    })
    this.#videoSender = sender
    const group = pictures.newestGroup
    const newest = group.at(-1)
    sender.begin(newest && isFresh(newest) ? group : [])
    this.#hold(
      pictures.follow((picture) => {
        // A hub that lost its camera begins anew with what it saw last.
        if (!isFresh(picture)) return
        this.#seen = performance.now()
        sender.show(picture)
      }),
    )
    this.#startSound(audio).catch((error: unknown) => this.#options.onSilent(String(error)))
  }

  async #startSound({
    sample_rate: rate,
    packet_time: packetMs,
    pt,
  }: StartStreamRequest['audio']): Promise<void> {
    const opusRate = opusRates[rate] ?? 8_000
    const [encoder, decoder, ear] = await Promise.all([
      Opus.open(opusRate),
      Opus.open(opusRate),
      Opus.open(8_000),
    ])
    this.#hold(encoder, decoder, ear)
    const { sounds, hub, camera, onRefused, onSilent } = this.#options
    const talk = new TalkBack({ hub, camera, onRefused, decoder: ear })
    this.#talk = talk
    this.#voiceType = pt
    const sender = new AudioSender({
      ssrc: this.#audio.ssrc,
      payloadType: pt,
      srtp: this.#audio.sender,
      send: sendBy(this.#audio),
      rate: opusRate,
      packetMs,
      encoder,
      decoder,
      isMuted: () => talk.isSpeaking,
    })
    this.#audioSender = sender
    const following = sounds.follow((sound) => {
      if (AudioSender.carries(sound, opusRate)) return sender.hear(sound)
      if (!this.#isSilent) onSilent(`sound in ${sound.track.codec} is not carried live`)
      this.#isSilent = true
    })
    this.#hold(talk, following)
  }

  #listen({ socket, key, salt }: Line, onSound: (packet: Buffer) => void): void {
    const receiver = new SrtpReceiver(key, salt)
    socket.on('message', (bytes) => {
      const packet = isRtcp(bytes) ? receiver.rtcp(bytes) : receiver.rtp(bytes)
      // Only what bears the viewer's key is a sign of life.
      if (!packet) return
      this.#heard = performance.now()
      if (!isRtcp(bytes)) onSound(packet)
    })
  }

  #tick(): void {
    this.#videoSender?.report()
    this.#audioSender?.report()
    const now = performance.now()
    const isFrozen = this.#videoSender !== null && now - this.#seen > FROZEN_AFTER_MS
    if (isFrozen || now - this.#heard > GONE_AFTER_MS) this.#options.onGone()
  }

  /** Until he is gone, which he may be already. */
  #hold(...held: readonly Disposable[]): void {
    this.#holds.push(...held)
    if (this.#isOver) this.#release()
  }

  /** Last come, first gone: whoever uses a codec before the codec. */
  #release(): void {
    for (const held of this.#holds.splice(0).toReversed()) held[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return
    this.#isOver = true
    clearInterval(this.#ticking)
    this.#release()
    this.#video.socket.close()
    this.#audio.socket.close()
  }
}
