// What the story of one truth asks of each way in which the home is shown, and the home that all of them show.
import type { Face } from '@portico/core'
import type { DoorView, FaceView } from '@portico/protocol'
import type { MqttHouse } from './mqtt-house.ts'
import type { Visit } from './visit.ts'

/** `not-locked`: by whatever word; never one that means locked. */
export type Shown = 'locked' | 'not-locked' | 'jammed' | 'unknown' | 'other'

export const FRONT = 'front'

export interface TruthWorld {
  readonly visit: Visit
  /** Null: this machine has no broker. */
  readonly house: MqttHouse | null
  /** Network interface on which Matter is spoken; null: none. */
  readonly link: string | null
}

export interface TruthFace extends AsyncDisposable {
  /** As the journal names it. */
  readonly face: Face
  /** Its id in the journal. */
  readonly by: string
  /** It is a face that *unpair everything* ends. */
  readonly isOutside: boolean
  /** Of the front door, at this moment. */
  shown(): Promise<Shown>
  /** Null: it looks, and has no command. */
  readonly lock: (() => Promise<void>) | null
}

export const wordOf = (door: Pick<DoorView, 'state'> | undefined): Shown => {
  switch (door?.state) {
    case 'locked-proved':
      return 'locked'
    case 'unlocked':
    case 'open':
      return 'not-locked'
    case 'jammed':
      return 'jammed'
    case 'unknown':
      return 'unknown'
    default:
      return 'other'
  }
}

export const facesOf = ({ owner }: Visit): Promise<readonly FaceView[]> => owner.get('/api/v1/faces')
