// Which alarms of a door stand, and which a person has acknowledged.
import { type Line, text, texts } from '../line.ts'

export interface Alarm {
  readonly kind: string
  readonly raised: number
  acknowledged: boolean
}

export class Alarms {
  readonly all = new Map<string, Alarm>()

  apply(line: Line): void {
    const id = text(line, 'alarm') ?? ''
    const alarm = this.all.get(id)
    switch (line.type) {
      case 'AlarmRaised':
        this.all.set(id, { kind: text(line, 'kind') ?? '', raised: line.mono, acknowledged: false })
        return
      case 'AlarmAcknowledged':
        if (alarm) alarm.acknowledged = true
        return
      case 'EffectIssued':
        // An acknowledged alarm that leaves nobody in peace any more stands again.
        if (alarm && text(line, 'effect') === 'RaiseAlarm')
          alarm.acknowledged = texts(line, 'quiet').length > 0
        return
      case 'AlarmEnded':
        this.all.delete(id)
        return
      case 'HubRestarted':
        for (const each of this.all.values()) each.acknowledged = false
        return
      case 'DoorSecured':
      case 'TailEnded':
        for (const [each, { acknowledged }] of this.all) if (acknowledged) this.all.delete(each)
    }
  }

  /** Raised and not acknowledged by a person. */
  get standing(): boolean {
    for (const { acknowledged } of this.all.values()) if (!acknowledged) return true
    return false
  }

  has(kind: string): boolean {
    for (const alarm of this.all.values()) if (alarm.kind === kind) return true
    return false
  }
}
