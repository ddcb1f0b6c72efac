// What the lines say of the safety net and of the house around the door: edge, dead-man, storage, clock, tamper, fire.
import { type Line, isTrue, text } from '../line.ts'

export class Net {
  edgeHeard = -Infinity
  deadman: { readonly op: string; readonly epoch: number } | null = null
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
        this.deadman = { op: text(line, 'op') ?? '', epoch: line.epoch }
        return
      case 'DeadmanRefused':
      case 'DeadmanFired':
        this.deadman = null
        return
      case 'DeadmanDisarmed':
        if (this.deadman?.op === text(line, 'op')) this.deadman = null
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
