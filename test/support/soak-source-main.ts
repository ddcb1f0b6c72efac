// Cameras that are cut off all the time, as a process of their own: one scene is drawn and coded, every camera shows it,
// and each hangs up on whoever watches at its own odd moments, in the middle of a picture as well as between two. Prints
// its ports; then a line for every cut. Ends when its input ends.
import { instant, wallTime } from '@portico/core'
import { FilmedScene, parameterPair } from '@portico/plugin-virtual-home/camera'
import { type OutgoingPicture, type RtspServer, startRtspServer } from '@portico/rtp'
import { initialWorld } from '@portico/world'
import { machineClock } from './machine-clock.ts'

const [count = 4, cutEveryMs = 2_000] = process.argv.slice(2).map(Number)
const RATE = 10
const size = { width: 640, framesPerSecond: RATE } as const
const world = initialWorld({ at: instant(0) })
const scene = new FilmedScene(
  { kind: 'camera', id: 'eye', door: 'front', view: 'outside', signed: false, hears: false, ...size },
  Math.random,
)
const sets = await parameterPair({ ...size, height: (size.width * 9) / 16 })
const viewers = new Set<(picture: OutgoingPicture) => void>()
const stream = {
  ...sets,
  follow: (viewer: (picture: OutgoingPicture) => void) => {
    viewers.add(viewer)
    return () => void viewers.delete(viewer)
  },
}

scene.watch(true)
// All pictures, though nothing stirs.
scene.pace.look(true)

async function film(): Promise<void> {
  const mono = machineClock.mono()
  const taken = await scene.shoot(world, { mono, wall: wallTime(Date.now()) })
  for (const { slice, key, stamp } of taken)
    for (const show of viewers)
      show({ nals: [slice], key, rtpTime: Math.round(stamp.mono * 90), capturedWallMs: stamp.wall })
  setTimeout(() => void film(), Math.max(0, 1_000 / RATE - (machineClock.mono() - mono)))
}

const open = (port: number): Promise<RtspServer> =>
  startRtspServer({
    host: '127.0.0.1',
    port,
    credentials: { username: 'hub', password: 'pictures' },
    streams: new Map([['/eye', stream]]),
    clock: machineClock,
  })

/** Hangs up and is there again at once, at another moment each time. */
function cutLater(server: RtspServer, port: number): void {
  setTimeout(() => void cut(server, port), cutEveryMs * (0.5 + Math.random()))
}

async function cut(server: RtspServer, port: number): Promise<void> {
  await server[Symbol.asyncDispose]()
  console.log('cut')
  cutLater(await open(port), port)
}

void film()
const servers = await Promise.all(Array.from({ length: count }, () => open(0)))
console.log(JSON.stringify(servers.map(({ port }) => port)))
for (const server of servers) cutLater(server, server.port)
process.stdin.resume().on('end', () => process.exit())
