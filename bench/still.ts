// A still over HTTP, as a page asks for it: of the newest picture and of any moment that is remembered, in each form and
// as a thumbnail; its size; and how far its moment is from the one that was asked for. Beside it ffmpeg, started for each
// picture, that makes a JPEG of a key picture that lies in a file.
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { WebSocket } from 'ws'
import { HubProcess } from '../test/support/hub-process.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { interleave } from './support/rounds.ts'
import { printTable } from './support/table.ts'
import { widePorch } from './support/wide-porch.ts'

const { quick } = openBench('still: a picture of now, and of any moment; 1280 × 720, 15 a second')
const ROUNDS = quick ? 1 : 5
const SHOTS = quick ? 5 : 20
/** How far back a moment is asked for, ms. */
const BACK_MS = 8_000

interface Shot {
  readonly ms: number
  readonly bytes: number
  /** From the moment that was asked for to the one that is shown, ms; NaN: none was asked for. */
  readonly off: number
}

const hub = await HubProcess.start({ settings: widePorch })
const { out } = hub.command('token', 'create', 'bench', '--scope', 'camera')
const headers = { authorization: `Bearer ${/ptk_[\w-]+/.exec(out)?.[0] ?? ''}` }

async function shot(accept: string, query: Readonly<Record<string, number>> = {}): Promise<Shot> {
  const began = performance.now()
  const words = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  const reply = await fetch(`${hub.url}/api/v1/cameras/porch/still?${words}`, {
    headers: { ...headers, accept },
  })
  const bytes = (await reply.arrayBuffer()).byteLength
  if (!reply.ok) throw new Error(`no still: ${reply.status}`)
  const captured = Number(reply.headers.get('x-portico-captured'))
  return { ms: performance.now() - began, bytes, off: (query['at'] ?? NaN) - captured }
}

async function shots(take: () => Promise<Shot>): Promise<readonly Shot[]> {
  const taken: Shot[] = []
  for (let n = 0; n < SHOTS; n += 1) taken.push(await take())
  return taken
}

const anyMoment = (): number => Math.round(Date.now() - Math.random() * BACK_MS)

/** A key picture and what follows it, as a file. */
async function clip(folder: string): Promise<string> {
  const pieces: Buffer[] = []
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/ws/live/porch`, { headers })
  socket.on('message', (frame: Buffer, isBinary) => {
    if (isBinary) pieces.push(frame.subarray(8))
  })
  await until('a group of pictures', () => pieces.length > 4)
  socket.terminate()
  const path = join(folder, 'clip.mp4')
  writeFileSync(path, Buffer.concat(pieces))
  return path
}

const run = promisify(execFile)

async function byFfmpeg(path: string): Promise<Shot> {
  const began = performance.now()
  const args = ['-v', 'quiet', '-i', path, '-frames:v', '1', '-q:v', '3', '-f', 'image2pipe', '-']
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 4 * 1024 * 1024 })
  return { ms: performance.now() - began, bytes: stdout.length, off: NaN }
}

const folder = mkdtempSync(join(tmpdir(), 'portico-bench-still-'))
try {
  // Somebody has rung: the camera takes all the pictures it can.
  await using house = await hub.house()
  await house.act('ring', 'front')
  await until(
    'a still',
    () =>
      shot('image/jpeg').then(
        () => true,
        () => false,
      ),
    60_000,
  )
  await until(
    'as many pictures as are asked for',
    () =>
      shot('image/jpeg', { at: Date.now() - BACK_MS }).then(
        () => true,
        () => false,
      ),
    60_000,
  )
  const path = await clip(folder)
  const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
  const results = await interleave(ROUNDS, [
    { name: 'newest, JPEG', run: () => shots(() => shot('image/jpeg')) },
    { name: 'newest, WebP', run: () => shots(() => shot('image/webp')) },
    { name: 'newest, AVIF', run: () => shots(() => shot('image/avif')) },
    { name: 'newest, JPEG 320 wide', run: () => shots(() => shot('image/jpeg', { width: 320 })) },
    { name: 'any moment, JPEG', run: () => shots(() => shot('image/jpeg', { at: anyMoment() })) },
    ...(hasFfmpeg ? [{ name: 'ffmpeg, key picture of a file', run: () => shots(() => byFfmpeg(path)) }] : []),
  ])
  const of = (name: string, what: (shot: Shot) => number): readonly number[] =>
    (results.get(name) ?? []).flat().map(what)
  printTable(
    ['', 'p50 ms', 'p95 ms', 'kB', 'moment off p50 / p95 ms'],
    [...results.keys()].map((name) => {
      const [ms, off] = [of(name, (one) => one.ms), of(name, (one) => one.off)]
      const isAsked = name.startsWith('any')
      return [
        name,
        figure(median(ms)),
        figure(quantile(ms, 0.95)),
        figure(median(of(name, ({ bytes }) => bytes)) / 1_000),
        isAsked ? `${figure(median(off))} / ${figure(quantile(off, 0.95))}` : '',
      ]
    }),
  )
  if (!hasFfmpeg) console.log('\nnot compared: there is no ffmpeg here')
  const p95 = (name: string): number =>
    quantile(
      of(name, ({ ms }) => ms),
      0.95,
    )
  printGoals([
    {
      what: 'a still of the newest picture, p95',
      at: 'most',
      limit: 100,
      unit: ' ms',
      measured: p95('newest, JPEG'),
    },
    {
      what: 'a still of any moment, p95',
      at: 'most',
      limit: 100,
      unit: ' ms',
      measured: p95('any moment, JPEG'),
    },
    {
      what: 'from the moment that was asked for, p95',
      at: 'most',
      limit: 100,
      unit: ' ms',
      measured: quantile(
        of('any moment, JPEG', ({ off }) => off),
        0.95,
      ),
    },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
  await hub[Symbol.asyncDispose]()
}
closeBench()
