// Draws and encodes the pictures of all cameras of a house, in a thread of its own: one picture keeps it busy for
// milliseconds, and the dead-man must not wait for that.
import { parentPort, workerData } from 'node:worker_threads'
import { instant } from '@portico/plugin-api'
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

function post(message: FromStudio): void {
  // cast: each slice was cut into a buffer of its own, which may be given away
  const given = message.type === 'picture' ? [message.slice.buffer as ArrayBuffer] : []
  parentPort?.postMessage(message, given)
}

parentPort?.on('message', (message: ToStudio) => {
  if (message.type === 'world') worlds.set(message.door, message.world)
  else if (message.type === 'fault') scenes.get(message.camera)?.suffer(message.fault)
  else if (message.type === 'watched') scenes.get(message.camera)?.watch(message.on)
  else
    for (const scene of scenes.values()) if (scene.camera.door === message.door) scene.showCode(message.code)
})

async function shoot(scene: FilmedScene): Promise<void> {
  const world = worlds.get(scene.camera.door)
  if (!world || !scene.watched) return
  const pictures = await scene.shoot(world, { mono: clock.mono(), wall: clock.wall() })
  for (const picture of pictures) post({ type: 'picture', camera: scene.camera.id, ...picture })
}

/** One picture after the other, at an even pace; what would come too late is left out. */
function film(scene: FilmedScene, due: number): void {
  const pace = 1_000 / scene.camera.framesPerSecond
  const next = async (): Promise<void> => {
    await shoot(scene)
    const late = Math.max(0, Math.ceil((clock.mono() - due) / pace) - 1)
    film(scene, due + pace * (1 + late))
  }
  // A picture that fails ends the thread, and the house starts it again.
  clock.wake(instant(due), () => void next())
}

const sets = await Promise.all(
  cameras.map(async ({ id, width, framesPerSecond }) => {
    const pair = await parameterPair({ width, height: (width * 9) / 16, framesPerSecond })
    return [id, pair] as const
  }),
)
post({ type: 'ready', sets: Object.fromEntries(sets) })
const start = clock.mono()
// Cameras take turns, so that their pictures do not wait for each other.
let turn = 0
for (const scene of scenes.values())
  film(scene, start + (turn++ / scenes.size) * (1_000 / scene.camera.framesPerSecond))
