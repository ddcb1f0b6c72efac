// The camera engine with all that hears of it: the doors and the screens through the relay, listeners, and the notices of
// cameras that are no witness.
import { mediaKey } from '@portico/evidence/seal'
import { type MediaProcess, startMediaProcess } from '@portico/media'
import type { HomeRuntime } from '@portico/runtime'
import { findFfmpeg } from '../config/find-ffmpeg.ts'
import { type CameraFanOut, createCameras } from '../live/camera-fan-out.ts'
import { type Listening, createListening } from '../live/listening.ts'
import { type CameraRelay, cameraRelay } from './camera-relay.ts'
import type { ComposeOrder } from './compose-order.ts'
import { DoubtNotices } from './doubt-notices.ts'
import { type OpenHome, mediaFolder } from './open-home.ts'

export interface EyesOrder {
  readonly home: OpenHome
  /** The home is opened after its eyes: asked for when there is something to tell. */
  readonly runtime: () => HomeRuntime
  /** A feed has changed. */
  readonly looked: () => void
  /** Nobody can speak through this camera any more. */
  readonly talkLost: (camera: string) => void
}

export interface Eyes extends AsyncDisposable {
  readonly media: MediaProcess
  readonly cameras: CameraFanOut
  readonly listening: Listening
  readonly relay: CameraRelay
}

export async function openEyes(
  { places, settings, environment, clock, log }: ComposeOrder,
  { home, runtime, looked, talkLost }: EyesOrder,
): Promise<Eyes> {
  await using parts = new AsyncDisposableStack()
  const relay = cameraRelay(looked)
  const doubts = parts.use(new DoubtNotices({ clock, log, runtime }))
  const media = parts.use(
    await startMediaProcess({
      filmFolder: mediaFolder(places),
      filmKey: mediaKey(home.key),
      ffmpeg: findFfmpeg(environment),
      clock,
      log,
      events: {
        ...relay.events,
        feed: (report) => {
          relay.events.feed(report)
          doubts.look(report)
        },
      },
      talkLost,
      heard: (piece) => relay.heard(piece),
    }),
  )
  const cameras = createCameras(media, clock, {
    views: settings.views,
    learnView: (camera) => media.learnView(camera),
  })
  const listening = createListening(media, settings.sounds)
  relay.connectEars(listening)
  const open = parts.move()
  return { media, cameras, listening, relay, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
