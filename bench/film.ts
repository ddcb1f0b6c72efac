// What a camera of 1080p at 15 pictures a second costs the camera engine: received and remembered, filmed (sealed, synced
// four times a second), filmed with its sound; one camera and four. Beside it plain `ffmpeg -c copy` on the same stream,
// which remembers, seals and syncs nothing.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type FrameReport, instant, op, sessionId, wallTime } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { type MediaProcess, startMediaProcess } from '@portico/media'
import type { CameraEvents, Clock, FilmCamera, SoundRule } from '@portico/ports'
import { figure, median } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { canMeter, cpuSeconds, memoryOf } from './support/process-meter.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('film: a camera of 1080p15, 4 Mbit/s, received and written')
if (!canMeter()) throw new Error('processor time is read from /proc, which this system has not')
const ROUNDS = quick ? 1 : 3
const MEASURED_S = quick ? 4 : 20
const SETTLE_S = quick ? 2 : 5

const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)
const clock: Clock = {
  boot: 'bench',
  mono,
  wall: () => wallTime(Date.now()),
  wake: (at, call) => {
    const timer = setTimeout(call, Math.max(0, at - mono()))
    const cancel = (): void => clearTimeout(timer)
    return { cancel, [Symbol.dispose]: cancel }
  },
}
const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000))

async function startSource(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const main = join(import.meta.dirname, 'support/film-source-main.ts')
  const child = spawn(process.execPath, ['--conditions=@portico/source', main], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const port of createInterface({ input: child.stdout }))
    return { url: `rtsp://127.0.0.1:${port}/eye`, child }
  throw new Error('the camera did not start')
}

interface Cost {
  /** Per cent of a core. */
  readonly cpu: number
  readonly rssMB: number
  /** Written and synced in the measured time. */
  readonly pictures: number
}

async function measure(pid: number, count: () => number): Promise<Cost> {
  await pause(SETTLE_S)
  const [cpu, pictures, from] = [cpuSeconds(pid), count(), performance.now()]
  await pause(MEASURED_S)
  const seconds = (performance.now() - from) / 1000
  return {
    cpu: (100 * (cpuSeconds(pid) - cpu)) / seconds,
    rssMB: memoryOf(pid).rssMB,
    pictures: count() - pictures,
  }
}

interface Wish {
  readonly cameras: number
  readonly films: boolean
  readonly sound: SoundRule
}

async function engine(url: string, { cameras, films, sound }: Wish): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-film-'))
  const live = new Set<string>()
  const ready = Promise.withResolvers<void>()
  let written = 0
  const nothing = (): void => undefined
  const events: CameraEvents = {
    feed: ({ camera, state }) => {
      if (state === 'live') live.add(camera)
      if (live.size === cameras) ready.resolve()
    },
    frame: ({ count }: FrameReport) => void (written += count),
    liveness: nothing,
    segment: nothing,
    sight: nothing,
    live: nothing,
    lost: (why) => ready.reject(new Error(why)),
    storage: nothing,
  }
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing }
  try {
    await using media: MediaProcess = await startMediaProcess({
      filmFolder: folder,
      filmKey: homeKey(new Uint8Array(32).fill(7)),
      clock,
      log,
      events,
      execArgv: ['--conditions=@portico/source'],
    })
    const eyes: FilmCamera[] = Array.from({ length: cameras }, (_, i) => ({
      id: `eye${i}`,
      view: 'outside',
      witness: false,
    }))
    const source = { rtsp: url, username: null, password: null, liveness: { method: 'none' } } as const
    for (const { id } of eyes) media.setCamera(id, { view: 'outside', source, sound })
    await ready.promise
    const session = sessionId('s_bench')
    if (films) await media.startFilm({ session, op: op('s_bench#0'), cameras: eyes, nonce: '5a'.repeat(16) })
    const cost = await measure(media.pid ?? 0, () => written)
    if (films) await media.stopFilm(session)
    return cost
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Null where there is no ffmpeg. */
async function copied(url: string): Promise<Cost | null> {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-copy-'))
  const output = [
    '-c',
    'copy',
    '-map',
    '0:v',
    '-movflags',
    'frag_keyframe+empty_moov',
    join(folder, 'film.mp4'),
  ]
  const child = spawn('ffmpeg', ['-v', 'quiet', '-nostdin', '-rtsp_transport', 'tcp', '-i', url, ...output], {
    stdio: 'ignore',
  })
  try {
    return await measure(child.pid ?? 0, () => 0)
  } catch {
    return null
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

const variants: readonly { readonly name: string; readonly wish: Wish }[] = [
  { name: 'received and remembered', wish: { cameras: 1, films: false, sound: 'off' } },
  { name: 'filmed', wish: { cameras: 1, films: true, sound: 'off' } },
  { name: 'filmed with sound (G.711 as FLAC)', wish: { cameras: 1, films: true, sound: 'film' } },
  { name: 'four cameras filmed', wish: { cameras: 4, films: true, sound: 'off' } },
]

const source = await startSource()
const costs = new Map<string, Cost[]>()
const note = (name: string, cost: Cost | null): void => {
  if (cost) costs.set(name, [...(costs.get(name) ?? []), cost])
}
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? variants : variants.toReversed()
    for (const { name, wish } of order) note(name, await engine(source.url, wish))
    note('ffmpeg -c copy', await copied(source.url))
  }
} finally {
  source.child.stdin?.end()
}

const middle = (name: string, of: (cost: Cost) => number): number => median((costs.get(name) ?? []).map(of))
printTable(
  ['', 'of a core', 'resident', 'pictures a second on the disk'],
  [...variants.map(({ name }) => name), 'ffmpeg -c copy'].map((name) => [
    name,
    `${figure(middle(name, ({ cpu }) => cpu))} %`,
    `${figure(middle(name, ({ rssMB }) => rssMB))} MB`,
    name === 'ffmpeg -c copy' ? '' : figure(middle(name, ({ pictures }) => pictures) / MEASURED_S),
  ]),
)
printGoals([
  {
    what: 'to receive one camera',
    at: 'most',
    limit: 1.5,
    unit: ' % of a core',
    measured: middle('received and remembered', ({ cpu }) => cpu),
  },
  {
    what: 'four cameras filmed',
    at: 'most',
    limit: 100,
    unit: ' % of a core',
    measured: middle('four cameras filmed', ({ cpu }) => cpu),
  },
])
closeBench()
