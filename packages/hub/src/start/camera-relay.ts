// Leads what the camera engine tells to whom it concerns: the doors through the runtime, the screens through the
// fan-out. The engine starts before the runtime, so the state of its disk is kept until somebody hears it. A camera that
// says itself that its view is tampered with is believed in that alone: its pictures count as no news until it says no more.
import type { CameraNote } from '@portico/plugin-api'
import type { CameraEvents, LivePiece } from '@portico/ports'
import type { CameraFanOut } from '../live/camera-fan-out.ts'
import type { Listening } from '../live/listening.ts'

type DoorEvents = Pick<CameraEvents, 'feed' | 'frame' | 'liveness' | 'segment' | 'sight' | 'lost' | 'storage'>

export interface CameraRelay {
  readonly events: CameraEvents
  /** What a camera says of its own view. */
  note(camera: string, note: CameraNote): void
  /** From now on. */
  connect(doors: DoorEvents, cameras: CameraFanOut): void
  /** Sound of a camera that is listened to. */
  heard(piece: LivePiece): void
  /** Who listens, from now on. */
  connectEars(listening: Listening): void
}

export function cameraRelay(onChange: () => void): CameraRelay {
  let doors: DoorEvents | null = null
  let cameras: CameraFanOut | null = null
  let listening: Listening | null = null
  let storage: boolean | null = null
  const tampered = new Set<string>()
  const events: CameraEvents = {
    frame: (report) =>
      doors?.frame(tampered.has(report.camera) ? { ...report, changed: false, doubt: 'moved' } : report),
    liveness: (report) => doors?.liveness(report),
    segment: (segment) => doors?.segment(segment),
    sight: (report) => doors?.sight(report),
    storage: (ok) => {
      storage = ok
      doors?.storage(ok)
    },
    live: (piece) => cameras?.onLive(piece),
    feed: (report) => {
      const isMoved = report.state === 'live' && tampered.has(report.camera)
      const told = isMoved ? { ...report, state: 'moved' as const } : report
      cameras?.onFeed(told)
      doors?.feed(told)
      onChange()
    },
    lost: (why) => {
      cameras?.onLost()
      listening?.onLost()
      doors?.lost(why)
    },
  }
  return {
    events,
    note(camera, { what, on }) {
      if (what !== 'tamper') return
      if (on) tampered.add(camera)
      else tampered.delete(camera)
    },
    heard: (piece) => listening?.onHeard(piece),
    connectEars(ears) {
      listening = ears
    },
    connect(doorEvents, fanOut) {
      doors = doorEvents
      cameras = fanOut
      if (storage !== null) doorEvents.storage(storage)
    },
  }
}
