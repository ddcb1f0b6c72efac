// One thing that can go wrong in a run, as a named switch.
import type { FaultRoom } from './fault-room.ts'

export interface Fault {
  /** Its number in the safety design; what we added counts on from F72. */
  readonly id: string
  /** For the story, in plain words. */
  readonly words: string
  /** A witness lies about what is true: findings about the truth are counted apart (safety design 7). */
  readonly lying?: true
  /** Sets it up before the story begins. */
  readonly inject: (room: FaultRoom) => void
}
