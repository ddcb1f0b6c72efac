// One camera: from its connection to pictures with hub time in memory, its health, and those who follow it. There is
// one feed per camera, whoever looks.
import { type Instant, instant } from '@portico/core'
import type { CameraSource } from '@portico/plugin-api'
import { type CameraView, type Clock, type FeedState, codeOf } from '@portico/ports'
import {
  type AccessUnit,
  type RtspFollower,
  type RtspState,
  TICKS_PER_MS,
  followRtsp,
  parseSps,
  pictureKey,
} from '@portico/rtp'
import type { FingerprintResult } from '../still/decoder.ts'
import type { MediaLog } from '../wire.ts'
import { CLOCK_PARAMETER, CameraClock } from './camera-clock.ts'
import { CaptureTime } from './capture-time.ts'
import { FeedHealth } from './feed-health.ts'
import { NONCE_PARAMETER, NonceDemand } from './nonce-demand.ts'
import { PictureRing } from './picture-ring.ts'
import { type Picture, bytesOf, sameParameters, sliceHash } from './picture.ts'

export interface FeedOptions {
  readonly id: string
  readonly view: CameraView
  readonly source: CameraSource
  readonly clock: Clock
  readonly log: MediaLog
  readonly fingerprint: (picture: Picture) => Promise<FingerprintResult>
  readonly onState: (state: FeedState, captured: Instant | null) => void
  readonly onProved: (nonce: string) => void
}

/** Pre-roll of a film, and what an outdoor camera remembers, ms. */
export const PRE_ROLL_MS = 10_000
/** Memory of one camera, bytes: 10 s at 20 Mbit/s. */
const RING_BYTES_MAX = 32 * 1024 * 1024
/** Whoever shows the age of a picture is wrong by this at most, ms. */
const REPORT_EVERY_MS = 1_000
/** The profile that the decoder here can read. */
const BASELINE = 66

export class Feed implements AsyncDisposable {
  readonly ring: PictureRing
  readonly #options: FeedOptions
  readonly #health: FeedHealth
  readonly #captureTime = new CaptureTime()
  readonly #cameraClock: CameraClock
  readonly #nonces: NonceDemand
  readonly #followers = new Set<(picture: Picture) => void>()
  readonly #rtsp: RtspFollower
  #state: FeedState = 'connecting'
  #last: Picture | null = null
  #lastUnit: AccessUnit | null = null
  #waitsForKey = true
  #restarted = true
  #looking = false
  /** Capture time of the newest picture that a report named. */
  #told: Instant | null = null

  /** Begins at once. Throws when the source cannot be one. */
  constructor(options: FeedOptions) {
    const { source, clock, view } = options
    this.#options = options
    const key = source.liveness.method === 'signed' ? pictureKey(source.liveness.key) : null
    this.#health = new FeedHealth(key)
    this.ring = new PictureRing({
      horizonMs: view === 'inside' ? 0 : PRE_ROLL_MS,
      bytesMax: RING_BYTES_MAX,
    })
    this.#cameraClock = new CameraClock({
      clock,
      ask: () => this.#rtsp.getParameter(CLOCK_PARAMETER),
      onOffset: (offset) => {
        this.#captureTime.setOffset(offset)
      },
    })
    this.#nonces = new NonceDemand({
      clock,
      put: (nonce) => this.#rtsp.setParameter(NONCE_PARAMETER, nonce),
      onProved: options.onProved,
    })
    this.#rtsp = followRtsp({
      url: source.rtsp,
      username: source.username,
      password: source.password,
      clock,
      onUnit: (unit) => {
        this.#unit(unit)
      },
      onState: (state, why) => {
        this.#connection(state, why)
      },
    })
  }

  /** What the pictures show is no reason for doubt. */
  get contentTrusted(): boolean {
    return this.#health.contentTrusted
  }

  /** Calls for each picture from now on until the function returned is called. */
  follow(follower: (picture: Picture) => void): () => void {
    this.#followers.add(follower)
    return () => {
      this.#followers.delete(follower)
    }
  }

  /** Asks the camera to sign this; null: no more. A camera that does not sign is not asked. */
  demandProof(nonce: string | null): void {
    if (this.#options.source.liveness.method === 'signed') this.#nonces.want(nonce)
  }

  #connection(state: RtspState, why: Error | null): void {
    const { log, id } = this.#options
    if (state === 'live') {
      // The feed is live with its first picture that can be shown.
      log.info({ camera: id }, 'camera is live')
      return
    }
    log.warn({ camera: id, state, code: codeOf(why), why: why?.message ?? null }, 'camera is not live')
    this.#health.connection(state)
    this.#refresh()
  }

  #unit(unit: AccessUnit): void {
    this.#restarted ||= unit.restarted
    if (unit.restarted) {
      // Whoever answers now may be another device: its clock is measured before it is believed.
      this.#captureTime.setOffset(null)
      this.#cameraClock.start()
      this.#waitsForKey = true
    }
    const place = this.#captureTime.place(unit)
    if (unit.damaged || (this.#waitsForKey && !unit.key)) {
      this.#waitsForKey = true
      return
    }
    this.#waitsForKey = false
    const picture: Picture = {
      nals: unit.nals,
      parameters: this.#parametersOf(unit),
      key: unit.key,
      ...place,
      mediaTime: this.#mediaTime(unit),
      changed: this.#judge(unit, place.captured),
    }
    this.#last = picture
    this.#lastUnit = unit
    this.#restarted = false
    this.#health.connection('live')
    this.ring.push(picture)
    this.#nonces.signed(picture.changed ? this.#health.nonce : null)
    this.#look(picture)
    this.#refresh()
    for (const follower of this.#followers) follower(picture)
  }

  #judge(unit: AccessUnit, captured: Instant): boolean {
    return this.#health.see({
      nals: unit.nals,
      hash: sliceHash(unit.nals),
      bytes: bytesOf(unit.nals),
      advanced: this.#restarted || this.#lastUnit === null || unit.rtpTime > this.#lastUnit.rtpTime,
      restarted: this.#restarted,
      captured,
      now: instant(unit.arrived),
      wall: this.#options.clock.wall(),
    })
  }

  /** The same object while the bytes are the same, over connections too. */
  #parametersOf({ parameters }: AccessUnit): Picture['parameters'] {
    const known = this.#last?.parameters
    if (known && sameParameters(known, parameters)) return known
    this.#health.content.reset()
    return parameters
  }

  #mediaTime(unit: AccessUnit): number {
    if (!this.#last || !this.#lastUnit) return 0
    const step = this.#restarted
      ? (unit.arrived - this.#lastUnit.arrived) * TICKS_PER_MS
      : unit.rtpTime - this.#lastUnit.rtpTime
    return this.#last.mediaTime + Math.max(1, Math.round(step))
  }

  #look(picture: Picture): void {
    if (!picture.key) return
    const { content } = this.#health
    if (parseSps(picture.parameters.sps)?.profile !== BASELINE) {
      content.giveUp()
      return
    }
    content.expect()
    if (!this.#looking) void this.#lookAt(picture)
  }

  async #lookAt(picture: Picture): Promise<void> {
    this.#looking = true
    const result = await this.#options.fingerprint(picture)
    this.#looking = false
    // A change of size meanwhile makes the result worthless.
    if (this.#last?.parameters !== picture.parameters) return
    const { content } = this.#health
    if (result.type === 'seen') content.see(result.samples)
    else if (result.type === 'undecodable') content.giveUp()
    this.#refresh()
  }

  /** Tells a change at once, and otherwise once a second how far the pictures have come. */
  #refresh(): void {
    const { state } = this.#health
    const captured = this.#last?.captured ?? null
    const moved = (captured ?? 0) - (this.#told ?? 0)
    if (state === this.#state && moved < REPORT_EVERY_MS) return
    this.#state = state
    this.#told = captured
    this.#options.onState(state, captured)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cameraClock[Symbol.dispose]()
    this.#nonces[Symbol.dispose]()
    this.#followers.clear()
    await this.#rtsp[Symbol.asyncDispose]()
    this.ring.clear()
  }
}
