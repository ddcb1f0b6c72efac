// Everything the lines so far say of one door.
import type { Line } from '../line.ts'
import { Alarms } from './alarms.ts'
import { Net } from './net.ts'
import { Visit } from './visit.ts'
import { Witness } from './witness.ts'

export class Door {
  readonly witness = new Witness()
  readonly alarms = new Alarms()
  readonly net = new Net()
  readonly visit = new Visit()
  /** After a hot visit the door is watched closely. */
  tail = false
  /** The newest proof. */
  secured: Line | null = null

  apply(line: Line): void {
    const { visit } = this
    if (line.type === 'DoorSecured') this.secured = line
    // After a take-over the household answers for the door.
    if (line.type === 'SessionClosed') this.tail = visit.commit !== null && !visit.takenOver
    if (line.type === 'OwnerTookOver') this.tail = false
    if (line.type === 'TailEnded' || line.type === 'UnlockCommitted') this.tail = false
    this.witness.apply(line)
    this.net.apply(line)
    this.alarms.apply(line)
    visit.frames.apply(line)
    visit.apply(line, this.witness)
  }
}
