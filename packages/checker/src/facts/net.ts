// What the lines say of the safety net and of the house around the door: edge, dead-man, storage, clock, tamper, fire.
import { type Line, isTrue, text } from '../line.ts'

export class Net {
  edgeHeard = -Infinity
  /** Op → epoch in which the edge said that it is armed. The edge holds several. */
  readonly deadmen = new Map<string, number>()
  tamper = false
  fire = false
  clockOk = false

  apply(line: Line): void {
    switch (line.type) {
      case 'HubStarted':
      case 'HubRestarted':
        this.edgeHeard = -Infinity
        return
      case 'EdgeAlive':
        this.edgeHeard = line.mono
        return
      case 'DeadmanArmed':
        this.edgeHeard = line.mono
        this.deadmen.set(text(line, 'op') ?? '', line.epoch)
        return
      case 'DeadmanRefused':
      case 'DeadmanFired':
      case 'DeadmanDisarmed':
        this.deadmen.delete(text(line, 'op') ?? '')
        return
      case 'TamperNoted':
        this.tamper = isTrue(line, 'on')
        return
      case 'FireNoted':
        this.fire = isTrue(line, 'on')
        return
      case 'ClockNoted':
        this.clockOk = isTrue(line, 'ok')
    }
  }
}
