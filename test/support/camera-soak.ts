// The camera engine under everything that a long life brings, only faster: cameras that are cut off all the time, people
// who look and go, films that begin and end, stills, masks. What it holds is sampled meanwhile.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { instant, op, sessionId } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { type MediaProcess, startMediaProcess } from '@portico/media'
import { type CameraEvents, type FilmCamera, type ImageFormat, PLAIN_VIEW, codeOf } from '@portico/ports'
import { machineClock } from './machine-clock.ts'

export interface SoakOptions {
  readonly lastsMs: number
  /** It lasts until so many looks, films and stills were had, too; default 0. */
  readonly least?: number
  readonly cameras: number
  /** Each camera hangs up this often on average. */
  readonly cutEveryMs: number
  readonly sampleEveryMs: number
  /** So long is waited in the end for those who left without a word, ms. */
  readonly goneAfterMs?: number
  readonly onSample?: (sample: SoakSample) => void
}

/** What the process holds. */
export interface SoakSample {
  /** Ms since the soak began. */
  readonly at: number
  readonly rssMB: number
  /** Memory of its own: heap, buffers, what WebAssembly holds. */
  readonly ownMB: number
  readonly handles: number
  readonly threads: number
}

export interface SoakCounts {
  cuts: number
  looks: number
  viewers: number
  films: number
  stills: number
  masks: number
  /** Refused with a code, as a camera that is just away refuses. */
  refused: number
}

export interface SoakResult {
  readonly samples: readonly SoakSample[]
  /** Before the first camera was set, and after everybody has left and the last camera was taken away. */
  readonly before: SoakSample
  readonly after: SoakSample
  readonly counts: Readonly<SoakCounts>
  /** Whatever else went wrong; the engine that was lost. */
  readonly faults: readonly string[]
}

/** A viewer who does not connect is given up after ten seconds. */
const GONE_AFTER_MS = 12_000

const offer = (): string =>
  readFileSync(join(import.meta.dirname, '../../packages/media/test/fixtures/chromium-offer.sdp'), 'utf8')

const MASK = {
  ...PLAIN_VIEW,
  masks: [
    [
      [0, 0],
      [0.5, 0],
      [0, 0.5],
    ],
  ],
} as const

function sampleOf(pid: number, began: number): SoakSample {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mB = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return {
    at: performance.now() - began,
    rssMB: mB('VmRSS'),
    ownMB: mB('RssAnon'),
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
  }
}

/** MB (or handles) an hour, by least squares over the samples from this share of the time on. */
export function slopeOf(
  samples: readonly SoakSample[],
  of: (sample: SoakSample) => number,
  from = 0.5,
): number {
  const last = samples.at(-1)?.at ?? 0
  const late = samples.filter(({ at }) => at >= from * last)
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length
  const [atMean, ofMean] = [mean(late.map(({ at }) => at)), mean(late.map(of))]
  const over = late.reduce((sum, one) => sum + (one.at - atMean) * (of(one) - ofMean), 0)
  const under = late.reduce((sum, one) => sum + (one.at - atMean) ** 2, 0)
  return under === 0 ? 0 : (over / under) * 3_600_000
}

/** What a camera that is just away, and an engine that is just busy, say. */
const isAnswer = (code: string | null): boolean =>
  code !== null &&
  (code.startsWith('HUB_CAMERA_') || code === 'HUB_MEDIA_BUSY' || code === 'HUB_MEDIA_TIMEOUT')

class Soak {
  readonly counts: SoakCounts = { cuts: 0, looks: 0, viewers: 0, films: 0, stills: 0, masks: 0, refused: 0 }
  readonly faults: string[] = []
  readonly #media: MediaProcess
  readonly #folder: string
  readonly #ids: readonly string[]
  readonly #until: number
  readonly #goneAfterMs: number
  readonly #least: number
  #n = 0

  constructor(media: MediaProcess, folder: string, { cameras, lastsMs, least, goneAfterMs }: SoakOptions) {
    this.#media = media
    this.#folder = folder
    this.#ids = Array.from({ length: cameras }, (_, n) => `eye${n}`)
    this.#until = performance.now() + lastsMs
    this.#goneAfterMs = goneAfterMs ?? GONE_AFTER_MS
    this.#least = least ?? 0
  }

  async run(): Promise<void> {
    await Promise.all([
      this.#again(() => this.#look()),
      this.#again(() => this.#view()),
      this.#again(() => this.#film()),
      this.#again(() => this.#still()),
      this.#again(() => this.#mask()),
    ])
    await pause(this.#goneAfterMs)
  }

  get #goesOn(): boolean {
    const { looks, films, stills } = this.counts
    return performance.now() < this.#until || looks + films + stills < this.#least
  }

  get #any(): string {
    return this.#ids[Math.floor(Math.random() * this.#ids.length)] ?? ''
  }

  /** One after the other until the time is over; a refusal with a code is an answer. */
  async #again(act: () => Promise<void>): Promise<void> {
    while (this.#goesOn) {
      try {
        await act()
      } catch (error) {
        if (isAnswer(codeOf(error))) this.counts.refused += 1
        else this.faults.push(String(error))
      }
      await pause(50 + Math.random() * 200)
    }
  }

  async #look(): Promise<void> {
    const camera = this.#any
    await this.#media.watch(camera)
    this.counts.looks += 1
    await pause(Math.random() * 1_000)
    await this.#media.unwatch(camera)
  }

  /** Every second one just leaves, and is missed. */
  async #view(): Promise<void> {
    this.#n += 1
    const viewer = `v${this.#n}`
    await this.#media.openViewer({
      viewer,
      camera: this.#any,
      offer: offer(),
      addresses: ['127.0.0.1'],
      stun: null,
    })
    this.counts.viewers += 1
    await pause(Math.random() * 1_000)
    if (this.#n % 2 === 0) await this.#media.closeViewer(viewer)
  }

  async #film(): Promise<void> {
    this.#n += 1
    const session = sessionId(`s_${this.#n}`)
    const from = machineClock.mono()
    const cameras = this.#ids.slice(1).map((id): FilmCamera => ({ id, view: 'outside', witness: false }))
    let isAnswered = true
    try {
      await this.#media.startFilm({ session, op: op(`${session}#0`), cameras, nonce: '5a'.repeat(16) })
      await pause(500 + Math.random() * 2_000)
      const to = machineClock.mono()
      await this.#media.takePhoto({ session, cameras: cameras.map(({ id }) => id), from: instant(from), to })
      this.counts.films += 1
    } catch (error) {
      isAnswered = codeOf(error) !== 'HUB_MEDIA_TIMEOUT'
      throw error
    } finally {
      await this.#media.stopFilm(session)
      // A photo that nobody waits for any more is still written: its folder goes with all the others, behind the engine.
      if (isAnswered) await rm(join(this.#folder, session), { recursive: true, force: true })
    }
  }

  async #still(): Promise<void> {
    const formats: readonly ImageFormat[] = ['jpeg', 'webp', 'avif']
    const format = formats[this.counts.stills % formats.length] ?? 'jpeg'
    const at = instant(machineClock.mono() - Math.random() * 5_000)
    await this.#media.still(this.#any, { format, width: 320, ...(Math.random() < 0.5 ? {} : { at }) })
    this.counts.stills += 1
  }

  async #mask(): Promise<void> {
    const [first = ''] = this.#ids
    this.#media.setView(first, this.counts.masks % 2 === 0 ? MASK : PLAIN_VIEW)
    this.counts.masks += 1
    await pause(1_000)
  }
}

async function startSource(
  { cameras, cutEveryMs }: SoakOptions,
  onCut: () => void,
): Promise<{ readonly ports: readonly number[]; readonly child: ChildProcess }> {
  const main = join(import.meta.dirname, 'soak-source-main.ts')
  const args = ['--conditions=@portico/source', main, String(cameras), String(cutEveryMs)]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ports = Promise.withResolvers<readonly number[]>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'cut') onCut()
    // cast: the first line of that script
    else ports.resolve(JSON.parse(line) as number[])
  })
  child.once('exit', () => ports.reject(new Error('the cameras did not start')))
  return { ports: await ports.promise, child }
}

/** Runs as long as was asked for, and until those who left without a word are given up. */
export async function soakCameras(options: SoakOptions): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-soak-'))
  const faults: string[] = []
  const nothing = (): void => undefined
  const events: CameraEvents = {
    feed: nothing,
    frame: nothing,
    liveness: nothing,
    segment: nothing,
    sight: nothing,
    live: nothing,
    lost: (why) => void faults.push(`the engine was lost: ${why}`),
    storage: nothing,
  }
  let cuts = 0
  const source = await startSource(options, () => void (cuts += 1))
  try {
    await using media = await startMediaProcess({
      filmFolder: folder,
      filmKey: homeKey(new Uint8Array(32).fill(7)),
      clock: machineClock,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      events,
      execArgv: ['--conditions=@portico/source'],
    })
    const began = performance.now()
    await pause(2_000)
    const sample = (): SoakSample => sampleOf(media.pid ?? 0, began)
    const before = sample()
    const samples: SoakSample[] = []
    for (const [n, port] of source.ports.entries())
      media.setCamera(`eye${n}`, {
        view: 'outside',
        source: {
          rtsp: `rtsp://127.0.0.1:${port}/eye`,
          username: 'hub',
          password: 'pictures',
          liveness: { method: 'none' },
        },
      })
    const sampling = setInterval(() => {
      const one = sample()
      samples.push(one)
      options.onSample?.(one)
    }, options.sampleEveryMs)
    const soak = new Soak(media, folder, options)
    await soak.run().finally(() => clearInterval(sampling))
    for (const n of source.ports.keys()) media.removeCamera(`eye${n}`)
    await pause(1_000)
    return {
      samples,
      before,
      after: sample(),
      counts: { ...soak.counts, cuts },
      faults: [...faults, ...soak.faults],
    }
  } finally {
    source.child.stdin?.end()
    await rm(folder, { recursive: true, force: true })
  }
}
