// Draws and encodes the pictures of all cameras of a house, in a thread of its own: one picture keeps it busy for
// milliseconds, and the dead-man must not wait for that.
import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type Wake, instant } from '@portico/plugin-api'
import type { World } from '@portico/world'
import { systemClock } from '../house/system-clock.ts'
import { FilmedScene } from './filmed-scene.ts'
import { parameterPair } from './h264-encoder.ts'
import type { FromStudio, StudioStart, ToStudio } from './studio-messages.ts'

// cast: the house starts this worker with exactly that
const { cameras } = workerData as StudioStart
const clock = systemClock('studio')
const worlds = new Map<string, World>()
const scenes = new Map(cameras.map((camera) => [camera.id, new FilmedScene(camera, Math.random)]))
const turns = new Map<FilmedScene, Turn>()

function post(message: FromStudio): void {
  // cast: each slice was cut into a buffer of its own, which may be given away
  const given = message.type === 'picture' ? [message.slice.buffer as ArrayBuffer] : []
  parentPort?.postMessage(message, given)
}

parentPort?.on('message', (message: ToStudio) => {
  if (message.type === 'world') worlds.set(message.door, message.world)
  for (const scene of scenes.values()) {
    const wasCalm = scene.pace.isCalm
    if (!hear(scene, message)) continue
    // Whatever happened is seen at once, and not with the next picture of a scene at rest.
    if (wasCalm) turns.get(scene)?.hurry()
  }
})

/** False: it is nothing to this camera. */
function hear(scene: FilmedScene, message: ToStudio): boolean {
  const { id, door } = scene.camera
  if (message.type === 'world' || message.type === 'display') {
    if (message.door !== door) return false
    if (message.type === 'display') scene.showCode(message.code)
    return true
  }
  if (message.camera !== id) return false
  if (message.type === 'fault') scene.suffer(message.fault)
  else if (message.type === 'watched') scene.watch(message.on)
  else scene.pace.look(message.on)
  return true
}

async function shoot(scene: FilmedScene): Promise<void> {
  const world = worlds.get(scene.camera.door)
  if (!world || !scene.watched) return
  const pictures = await scene.shoot(world, { mono: clock.mono(), wall: clock.wall() })
  for (const picture of pictures) post({ type: 'picture', camera: scene.camera.id, ...picture })
}

/** One picture after the other, at an even pace; what would come too late is left out. */
class Turn {
  readonly #scene: FilmedScene
  #due: number
  /** Null while a picture is being taken. */
  #wake: Wake | null

  constructor(scene: FilmedScene, due: number) {
    this.#scene = scene
    this.#due = due
    this.#wake = this.#wait()
  }

  /** The next picture is taken now; while one is being taken, right after it. */
  hurry(): void {
    this.#due = clock.mono()
    if (!this.#wake) return
    this.#wake.cancel()
    this.#wake = this.#wait()
  }

  #wait(): Wake {
    // A picture that fails ends the thread, and the house starts it again.
    return clock.wake(instant(this.#due), () => void this.#next())
  }

  async #next(): Promise<void> {
    this.#wake = null
    await shoot(this.#scene)
    const step = 1_000 / this.#scene.pace.perSecond
    const late = Math.max(0, Math.ceil((clock.mono() - this.#due) / step) - 1)
    this.#due += step * (1 + late)
    this.#wake = this.#wait()
  }
}

const sets = await Promise.all(
  cameras.map(async ({ id, width, framesPerSecond }) => {
    const pair = await parameterPair({ width, height: (width * 9) / 16, framesPerSecond })
    return [id, pair] as const
  }),
)
post({ type: 'ready', sets: Object.fromEntries(sets) })
flushCompileCache()
const start = clock.mono()
// Cameras take turns, so that their pictures do not wait for each other.
let turn = 0
for (const scene of scenes.values()) {
  const due = start + (turn++ / scenes.size) * (1_000 / scene.camera.framesPerSecond)
  turns.set(scene, new Turn(scene, due))
}
