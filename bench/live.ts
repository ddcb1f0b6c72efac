// The live picture by both ways, stream and WebRTC: how soon the first picture is there, how old a picture is when it is
// shown, and what one more viewer costs the hub; beside ffmpeg that does no more than send the same pictures on.
import { spawn, spawnSync } from 'node:child_process'
import type { Browser, Page } from 'playwright-core'
import { WebSocket } from 'ws'
import { launchBrowser, noBrowser } from '../test/support/browser.ts'
import { HubProcess } from '../test/support/hub-process.ts'
import { Phone, linkOf } from '../test/support/owner-phone.ts'
import { until } from '../test/support/until.ts'
import { WhepViewer } from '../test/support/whep-viewer.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { type Played, type Way, bundlePlayers, play } from './support/live-page.ts'
import { closeBench, openBench } from './support/opening.ts'
import { canMeter, cpuSeconds, descendantsOf, memoryOf } from './support/process-meter.ts'
import { interleave, note } from './support/rounds.ts'
import { type Cell, printTable } from './support/table.ts'
import { widePorch } from './support/wide-porch.ts'

const { quick } = openBench(
  'live: first picture, age of a picture, cost of a viewer; 1280 × 720, 15 a second',
)
const OPENINGS = quick ? 3 : 20
const OPEN_MS = 2_500
const WATCH_MS = quick ? 3_000 : 20_000
const ROUNDS = quick ? 1 : 3
const METER_MS = quick ? 3_000 : 10_000
/** As many as one camera has places for by the stream, beside the one who looks all along. */
const VIEWERS = 3

interface Room {
  readonly hub: HubProcess
  readonly token: string
}

const urlOf = ({ hub }: Room): string => `${hub.url.replace('http', 'ws')}/ws/live/porch`
const headersOf = ({ token }: Room): { readonly authorization: string } => ({
  authorization: `Bearer ${token}`,
})

async function openPage(browser: Browser, hub: HubProcess, script: string): Promise<Page> {
  const phone = await Phone.blank({ browser })
  await phone.page.goto(hub.url + (await linkOf(hub)))
  await phone.shows('Front door', 60_000)
  await phone.page.evaluate(script)
  return phone.page
}

interface Seen {
  readonly first: Played
  readonly openings: readonly Played[]
  readonly watched: Played
}

async function see(page: Page, way: Way): Promise<Seen> {
  const first = await play(page, way, OPEN_MS)
  const openings: Played[] = []
  for (let n = 0; n < OPENINGS; n++) {
    note(`${way}: opening ${n + 1} of ${OPENINGS}`)
    openings.push(await play(page, way, OPEN_MS))
  }
  note(`${way}: watching`)
  return { first, openings, watched: await play(page, way, WATCH_MS) }
}

const numbers = (values: readonly (number | null)[]): number[] => values.flatMap((value) => value ?? [])

function rowsOf(way: Way, { first, openings, watched }: Seen): Cell[] {
  const painted = numbers(openings.map((each) => each.painted))
  const dated = numbers(openings.map((each) => each.dated))
  return [
    way === 'stream' ? 'stream (fMP4 over WebSocket)' : 'WebRTC (WHEP)',
    figure(first.painted ?? NaN),
    `${figure(median(painted))} / ${figure(quantile(painted, 0.95))}`,
    figure(median(dated)),
    `${figure(quantile(watched.ages, 0.5))} / ${figure(quantile(watched.ages, 0.95))}`,
    watched.ages.length,
  ]
}

/** Processor time of the hub and of its cameras, share of a core. */
async function shareWhile(hub: HubProcess): Promise<number> {
  const pids = [
    hub.pid,
    ...descendantsOf(hub.pid).flatMap(({ pid, script }) => (script.startsWith('media-main') ? pid : [])),
  ]
  const used = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0)
  const [before, began] = [used(), performance.now()]
  await new Promise((resolve) => setTimeout(resolve, METER_MS))
  return (used() - before) / ((performance.now() - began) / 1000)
}

async function withStreams(room: Room): Promise<number> {
  const sockets = Array.from(
    { length: VIEWERS },
    () => new WebSocket(urlOf(room), { headers: headersOf(room) }),
  )
  let frames = 0
  for (const socket of sockets) socket.on('message', () => void (frames += 1))
  await until('the streams to flow', () => frames > VIEWERS * 10)
  const share = await shareWhile(room.hub)
  for (const socket of sockets) socket.terminate()
  return share
}

async function withDirect(room: Room): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const viewers: WhepViewer[] = []
  for (let n = 0; n < VIEWERS; n++)
    viewers.push(stack.use(await WhepViewer.open({ url: room.hub.url, headers: headersOf(room) })))
  await until('the viewers to see', () => viewers.every(({ pictures }) => pictures.length > 10))
  return await shareWhile(room.hub)
}

/** What ffmpeg needs to send the same pictures on as RTP, to one viewer. */
async function withFfmpeg(room: Room): Promise<number> {
  const args = [
    '-v',
    'quiet',
    '-f',
    'mp4',
    '-i',
    'pipe:0',
    '-c',
    'copy',
    '-f',
    'rtp',
    'rtp://127.0.0.1:9?pkt_size=1200',
  ]
  const child = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.on('error', () => undefined)
  const socket = new WebSocket(urlOf(room), { headers: headersOf(room) })
  socket.on('message', (frame: Buffer, isBinary) => {
    if (isBinary) child.stdin.write(frame.subarray(8))
  })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const [before, began] = [cpuSeconds(child.pid ?? 0), performance.now()]
  await new Promise((resolve) => setTimeout(resolve, METER_MS))
  const share = (cpuSeconds(child.pid ?? 0) - before) / ((performance.now() - began) / 1000)
  socket.terminate()
  child.kill('SIGKILL')
  return share
}

/** While one looks all along: a camera that is looked at takes more pictures, which is no viewer's cost. */
async function costs(room: Room): Promise<ReadonlyMap<string, readonly number[]>> {
  const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
  const socket = new WebSocket(urlOf(room), { headers: headersOf(room) })
  using _ = { [Symbol.dispose]: () => socket.terminate() }
  let frames = 0
  socket.on('message', () => void (frames += 1))
  await until('the camera to take all pictures', () => frames > 30)
  return await interleave(ROUNDS, [
    { name: 'one', run: () => shareWhile(room.hub) },
    { name: 'stream', run: () => withStreams(room) },
    { name: 'WebRTC', run: () => withDirect(room) },
    ...(hasFfmpeg ? [{ name: 'ffmpeg', run: () => withFfmpeg(room) }] : []),
  ])
}

if (noBrowser !== null) {
  console.log(`not measured: ${noBrowser}`)
  process.exit(77)
}
const script = await bundlePlayers()
const hub = await HubProcess.start({ settings: widePorch })
const { out } = hub.command('token', 'create', 'bench', '--scope', 'camera')
const room: Room = { hub, token: /ptk_[\w-]+/.exec(out)?.[0] ?? '' }
const browser = await launchBrowser()
try {
  const page = await openPage(browser, hub, script)
  const direct = await see(page, 'direct')
  const stream = await see(page, 'stream')
  note('')
  printTable(
    ['way', 'very first ms', 'painted p50 / p95 ms', 'with its age p50 ms', 'age p50 / p95 ms', 'pictures'],
    [rowsOf('stream', stream), rowsOf('direct', direct)],
  )
  const openings = numbers(direct.openings.map((each) => each.painted))
  const streams = numbers(stream.openings.map((each) => each.painted))
  await page.close()
  const shares = canMeter() ? await costs(room) : new Map<string, readonly number[]>()
  const idle = median(shares.get('one') ?? [])
  const each = (name: string): number => (100 * (median(shares.get(name) ?? []) - idle)) / VIEWERS
  const media = descendantsOf(hub.pid).find(({ script: name }) => name.startsWith('media-main'))
  printTable(
    ['per viewer', '% of a core'],
    [
      ['one looks by the stream (hub and cameras, in all)', figure(100 * idle)],
      ['stream', figure(each('stream'))],
      ['WebRTC', figure(each('WebRTC'))],
      ['ffmpeg, RTP without encryption', figure(100 * median(shares.get('ffmpeg') ?? []))],
    ],
  )
  if (media) console.log(`\nmemory of the media process: ${figure(memoryOf(media.pid).rssMB)} MB`)
  printGoals([
    {
      what: 'WebRTC: first picture, p95',
      at: 'most',
      limit: 300,
      unit: ' ms',
      measured: quantile(openings, 0.95),
    },
    {
      what: 'WebRTC: very first picture',
      at: 'most',
      limit: 600,
      unit: ' ms',
      measured: direct.first.painted ?? NaN,
    },
    {
      what: 'WebRTC: age, p95',
      at: 'most',
      limit: 150,
      unit: ' ms',
      measured: quantile(direct.watched.ages, 0.95),
    },
    {
      what: 'stream: first picture, p95',
      at: 'most',
      limit: 150,
      unit: ' ms',
      measured: quantile(streams, 0.95),
    },
    {
      what: 'stream: age, p95',
      at: 'most',
      limit: 300,
      unit: ' ms',
      measured: quantile(stream.watched.ages, 0.95),
    },
    { what: 'WebRTC: a viewer', at: 'most', limit: 1.5, unit: ' % of a core', measured: each('WebRTC') },
    { what: 'stream: a viewer', at: 'most', limit: 0.2, unit: ' % of a core', measured: each('stream') },
  ])
} finally {
  await browser.close()
  await hub[Symbol.asyncDispose]()
}
closeBench()
