// One camera: from its connection to pictures with hub time in memory, its health, and those who follow it. There is
// one feed per camera, whoever looks.
import { type FrameDoubt, type Instant, type LivenessReport, instant } from '@portico/core'
import type { StreamSource } from '@portico/plugin-api'
import {
  type CameraProof,
  type CameraView,
  type Clock,
  type FeedState,
  type SoundRule,
  codeOf,
} from '@portico/ports'
import {
  type AccessUnit,
  type RtspFollower,
  type RtspState,
  type SoundFormat,
  type SoundUnit,
  TICKS_PER_MS,
  followRtsp,
  pictureKey,
} from '@portico/rtp'
import type { LookResult } from '../still/decoder.ts'
import type { MediaLog } from '../wire.ts'
import { CameraPace, PACE_PARAMETER } from './camera-pace.ts'
import { CLOCK_PARAMETER, CameraClock } from './camera-clock.ts'
import { CaptureTime, type ClockOffset } from './capture-time.ts'
import { FeedHealth } from './feed-health.ts'
import { FeedLook, type Seen } from './feed-look.ts'
import { LivenessDemand } from './liveness-demand.ts'
import { NONCE_PARAMETER } from './nonce-demand.ts'
import { PictureRing } from './picture-ring.ts'
import { FeedSound } from './sound.ts'
import { type Picture, bytesOf, sameParameters, sliceHash } from './picture.ts'

export interface FeedOptions {
  readonly id: string
  readonly view: CameraView
  readonly source: StreamSource
  /** Key pictures of every kind can be looked at, not those of Baseline cameras alone. */
  readonly deep: boolean
  /** What may be done with what it hears. */
  readonly sound: SoundRule
  readonly clock: Clock
  readonly log: MediaLog
  readonly look: (picture: Picture, code: boolean) => Promise<LookResult>
  /** What a picture shows that was looked at. */
  readonly onSeen: (seen: Seen) => void
  readonly onState: (state: FeedState, captured: Instant | null) => void
  readonly proof: CameraProof
  readonly onProved: (nonce: string, method: LivenessReport['method']) => void
}

/** Pre-roll of a film, and what an outdoor camera remembers, ms. */
export const PRE_ROLL_MS = 10_000
/** Memory of one camera, bytes: 10 s at 20 Mbit/s. */
const RING_BYTES_MAX = 32 * 1024 * 1024
/** Whoever shows the age of a picture is wrong by this at most, ms. */
const REPORT_EVERY_MS = 1_000

export class Feed implements AsyncDisposable {
  readonly ring: PictureRing
  /** Null: the camera is not asked for its sound. */
  readonly sound: FeedSound | null
  readonly #options: FeedOptions
  readonly #health: FeedHealth
  readonly #look: FeedLook
  readonly #captureTime = new CaptureTime()
  readonly #cameraClock: CameraClock
  readonly #liveness: LivenessDemand
  readonly #pace: CameraPace
  readonly #followers = new Set<(picture: Picture) => void>()
  readonly #rtsp: RtspFollower
  #state: FeedState = 'connecting'
  #last: Picture | null = null
  #lastUnit: AccessUnit | null = null
  #waitsForKey = true
  #restarted = true
  /** Capture time of the newest picture that a report named. */
  #told: Instant | null = null

  /** Begins at once. Throws when the source cannot be one. */
  constructor(options: FeedOptions) {
    const { source, clock, view } = options
    this.#options = options
    const key = source.liveness.method === 'signed' ? pictureKey(source.liveness.key) : null
    this.#health = new FeedHealth(key)
    this.#look = new FeedLook({
      content: this.#health.content,
      look: options.look,
      deep: options.deep,
      onSeen: (seen) => this.#seen(seen),
      onLooked: () => this.#refresh(),
    })
    this.ring = new PictureRing({
      horizonMs: view === 'inside' ? 0 : PRE_ROLL_MS,
      bytesMax: RING_BYTES_MAX,
    })
    this.sound =
      options.sound === 'off'
        ? null
        : new FeedSound({ horizonMs: options.sound === 'film' ? PRE_ROLL_MS : 0 })
    const { sound } = this
    if (view === 'inside') sound?.setHorizon(0)
    this.#cameraClock = new CameraClock({
      clock,
      ask: () => this.#rtsp.getParameter(CLOCK_PARAMETER),
      onOffset: (offset) => {
        this.#setOffset(offset)
      },
    })
    this.#liveness = new LivenessDemand({
      clock,
      proof: options.proof,
      onSeek: (on) => {
        this.#look.readsCode = on
      },
      put: (nonce) => this.#rtsp.setParameter(NONCE_PARAMETER, nonce),
      onProved: options.onProved,
    })
    this.#pace = new CameraPace(
      source.liveness.method === 'signed' ? (value) => this.#rtsp.setParameter(PACE_PARAMETER, value) : null,
    )
    this.#rtsp = followRtsp({
      url: source.rtsp,
      username: source.username,
      password: source.password,
      transport: source.transport ?? 'tcp',
      clock,
      onUnit: (unit) => {
        this.#unit(unit)
      },
      ...(sound && {
        onSound: (unit: SoundUnit) => {
          sound.hear(unit, this.#last)
        },
        onPlaying: (format: SoundFormat | null) => {
          sound.begin(format)
        },
      }),
      onState: (state, why) => {
        this.#connection(state, why)
      },
    })
  }

  /** What film may keep of what the camera hears; null: nothing. */
  get filmSound(): FeedSound | null {
    return this.#options.sound === 'film' ? this.sound : null
  }

  /** What the pictures show is no reason for doubt. */
  get contentTrusted(): boolean {
    return this.#health.contentTrusted
  }

  /** Why the pictures, however new, are no witness; null: no reason. */
  get doubt(): FrameDoubt | null {
    return this.#health.doubt
  }

  /** All pictures are looked at, as while a film runs, and not the key pictures alone. */
  lookClosely(on: boolean): void {
    this.#look.closely = on
  }

  /** The view is meant to be as it is now. */
  learnView(): void {
    this.#health.scene.learn()
    this.#refresh()
  }

  /** Calls for each picture from now on until the function returned is called. */
  follow(follower: (picture: Picture) => void): () => void {
    this.#followers.add(follower)
    this.#pace.want(true)
    return () => {
      this.#followers.delete(follower)
      this.#pace.want(this.#followers.size > 0)
    }
  }

  /** Makes the camera prove by this number that it lives, if it can; null: no more. */
  demandProof(nonce: string | null): void {
    this.#liveness.want(nonce)
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
      this.#setOffset(null)
      this.#cameraClock.start()
      this.#waitsForKey = true
      this.#pace.again()
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
    this.#liveness.signed(picture.changed ? this.#health.nonce : null)
    this.#look.take(picture)
    this.#refresh()
    for (const follower of this.#followers) follower(picture)
  }

  /** Picture and sound are of one clock. */
  #setOffset(offset: ClockOffset | null): void {
    this.#captureTime.setOffset(offset)
    this.sound?.setOffset(offset)
  }

  #judge(unit: AccessUnit, captured: Instant): boolean {
    const wall = this.#options.clock.wall()
    this.#health.clock.see({ ...unit, restarted: this.#restarted, wall })
    return this.#health.see({
      nals: unit.nals,
      hash: sliceHash(unit.parameters.codec, unit.nals),
      bytes: bytesOf(unit.nals),
      advanced: this.#restarted || this.#lastUnit === null || unit.rtpTime > this.#lastUnit.rtpTime,
      restarted: this.#restarted,
      captured,
      now: instant(unit.arrived),
      wall,
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

  #seen(seen: Seen): void {
    this.#health.scene.see(seen.small, seen.captured)
    if (seen.code !== null && this.contentTrusted) this.#liveness.saw(seen.code)
    this.#options.onSeen(seen)
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
    this.#liveness[Symbol.dispose]()
    this.#followers.clear()
    await this.#rtsp[Symbol.asyncDispose]()
    this.ring.clear()
    this.sound?.clear()
  }
}
