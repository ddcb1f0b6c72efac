// Leads what the camera engine tells to whom it concerns: the doors through the runtime, the screens through the
// fan-out. The engine starts before the runtime, so the state of its disk is kept until somebody hears it.
import type { CameraEvents } from '@portico/ports'
import type { CameraFanOut } from '../live/camera-fan-out.ts'

type DoorEvents = Pick<CameraEvents, 'frame' | 'liveness' | 'segment' | 'lost' | 'storage'>

export interface CameraRelay {
  readonly events: CameraEvents
  /** From now on. */
  connect(doors: DoorEvents, cameras: CameraFanOut): void
}

export function cameraRelay(onChange: () => void): CameraRelay {
  let doors: DoorEvents | null = null
  let cameras: CameraFanOut | null = null
  let storage: boolean | null = null
  const events: CameraEvents = {
    frame: (report) => doors?.frame(report),
    liveness: (report) => doors?.liveness(report),
    segment: (segment) => doors?.segment(segment),
    storage: (ok) => {
      storage = ok
      doors?.storage(ok)
    },
    live: (piece) => cameras?.onLive(piece),
    feed: (report) => {
      cameras?.onFeed(report)
      onChange()
    },
    lost: (why) => {
      cameras?.onLost()
      doors?.lost(why)
    },
  }
  return {
    events,
    connect(doorEvents, fanOut) {
      doors = doorEvents
      cameras = fanOut
      if (storage !== null) doorEvents.storage(storage)
    },
  }
}
