// A doorbell camera in HomeKit: from the order to look to the first whole key picture, by a line to the hub that is open and
// by one that is not; a snapshot; from the ring to its word and to the recording of what was before it; what a viewer costs.
import { setTimeout as later } from 'node:timers/promises'
import { HAP, HapCamera } from '../test/support/hap-camera.ts'
import { HapLook } from '../test/support/hap-look.ts'
import { FRAGMENT_MS, chooseRecording, switchRecording } from '../test/support/hap-recording.ts'
import { HdsLine } from '../test/support/hds-line.ts'
import { HomebridgeProcess } from '../test/support/homebridge-process.ts'
import { HubProcess } from '../test/support/hub-process.ts'
import { Owner } from '../test/support/people.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { canMeter, cpuSeconds } from './support/process-meter.ts'
import { printTable } from './support/table.ts'
import { widePorch } from './support/wide-porch.ts'

const { quick } = openBench('homekit-video: a doorbell camera in HomeKit; 1280 × 720, 15 a second')
const LOOKS = quick ? 5 : 40
const RINGS = quick ? 1 : 5
const COST_MS = quick ? 2_000 : 10_000
/** Motion ends 10 s after a ring; only then is the next one new. */
const RING_EVERY_MS = 12_000

interface Look {
  readonly setupMs: number
  readonly startMs: number
}

async function look(camera: HapCamera): Promise<Look> {
  await using viewer = new HapLook(camera)
  const began = performance.now()
  await viewer.setup()
  const setupMs = performance.now() - began
  const ordered = await viewer.start()
  const at = await until('a key picture', () => viewer.keyAt)
  return { setupMs, startMs: at - ordered }
}

async function snapshot(camera: HapCamera): Promise<number> {
  const began = performance.now()
  await camera.image(640, 360)
  return performance.now() - began
}

/** Processor of Homebridge while somebody looks and while nobody does, percent of a core. */
async function costOf(pid: number, work: () => Promise<void>): Promise<number> {
  const [cpu, began] = [cpuSeconds(pid), performance.now()]
  await work()
  return (100_000 * (cpuSeconds(pid) - cpu)) / (performance.now() - began)
}

interface Ring {
  readonly wordMs: number
  readonly pastMs: number
}

async function ring(hub: HubProcess, camera: HapCamera, stream: number): Promise<Ring> {
  await using house = await hub.house()
  const told = camera.told.length
  const { iid } = camera.find(HAP.motion)
  const began = performance.now()
  await house.act('ring', 'front')
  // The courier walks up first: time counts from the hub's own word, which the motion follows.
  await until('a motion', () => camera.told.slice(told).some((each) => each.iid === iid && each.value === 1))
  const moved = performance.now()
  using line = await HdsLine.open(camera)
  const status = await line.record(stream)
  if (status !== 0) throw new Error(`not recorded: ${status}`)
  const past = await until('the past', () => line.recorded[1])
  line.close(stream)
  return { wordMs: moved - began, pastMs: past.at - moved }
}

async function measure(hub: HubProcess, homebridge: HomebridgeProcess, camera: HapCamera): Promise<void> {
  const first = await look(camera)
  const looks: Look[] = []
  const snapshots: number[] = []
  for (let n = 0; n < LOOKS; n += 1) {
    looks.push(await look(camera))
    snapshots.push(await snapshot(camera))
  }
  await using viewer = new HapLook(camera)
  const isMetered = canMeter()
  const idle = isMetered ? await costOf(homebridge.pid, () => later(COST_MS)) : NaN
  await viewer.setup()
  await viewer.start()
  const looking = isMetered ? await costOf(homebridge.pid, () => later(COST_MS)) : NaN
  const packets = viewer.video.packets.length / (COST_MS / 1_000)
  await viewer.end()
  await chooseRecording(camera)
  await switchRecording(camera, true)
  await camera.follow(HAP.motion)
  await later(FRAGMENT_MS + 1_500)
  const rings: Ring[] = []
  for (let n = 0; n < RINGS; n += 1) {
    if (n > 0) await later(RING_EVERY_MS)
    rings.push(await ring(hub, camera, n + 1))
  }
  const row = (name: string, values: readonly number[]): readonly string[] => [
    name,
    String(values.length),
    figure(median(values)),
    figure(quantile(values, 0.95)),
  ]
  const starts = looks.map(({ startMs }) => startMs)
  printTable(
    ['', 'n', 'p50 ms', 'p95 ms'],
    [
      row(
        'agreeing on keys',
        looks.map(({ setupMs }) => setupMs),
      ),
      row('start to first key picture, line open', starts),
      row('start to first key picture, the first look of all', [first.startMs]),
      row('snapshot, 640 wide', snapshots),
      row(
        'button to motion in HomeKit, walk and all',
        rings.map(({ wordMs }) => wordMs),
      ),
      row(
        'motion to the recording of what was before',
        rings.map(({ pastMs }) => pastMs),
      ),
    ],
  )
  console.log(
    `\nHomebridge, with a line to the hub: ${figure(idle)} % of a core; with a viewer besides, who gets`,
  )
  console.log(`${figure(packets)} packets of picture a second and sound: ${figure(looking)} %`)
  printGoals([
    { what: 'start to first key picture, p50', at: 'most', limit: 20, unit: ' ms', measured: median(starts) },
    {
      what: 'motion to the recording of what was before, p95',
      at: 'most',
      limit: 250,
      unit: ' ms',
      measured: quantile(
        rings.map(({ pastMs }) => pastMs),
        0.95,
      ),
    },
  ])
}

await using hub = await HubProcess.start({ settings: widePorch })
const code = await (async () => {
  await using owner = await Owner.signIn(hub)
  const reply = await owner.post('/api/v1/faces/code')
  // cast: the hub's own schema
  return ((await reply.json()) as { code: string }).code
})()
await using homebridge = await HomebridgeProcess.start({ config: { url: hub.url, code } })
await using camera = await HapCamera.pair(await homebridge.portOf('Front door porch'), homebridge.pin)
await measure(hub, homebridge, camera)
closeBench()
