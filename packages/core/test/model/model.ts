// What may be true of a door, said as simply as it can be: hot or not, proved or not, which alarms stand, which unlocks
// were let go. It hears what happens and looks into nothing; whatever it forbids must never be decided.
import type { DoorEventBody, Effect } from '@portico/core'

/** An answer leaves its person in peace this long, ms. */
const SILENCED = 120_000

export class Model {
  /** An unlock was committed, and the door is neither proved secure nor taken over since. */
  hot = false
  secured = false
  takenOver = false
  /** What bolt and contact said last in this life of the hub. */
  bolt = 'unknown'
  leaf = 'unknown'
  fire = false
  q = -1
  readonly answers = new Map<'bolt' | 'contact', number>()
  readonly alarms = new Map<string, 'sounds' | 'answered'>()
  /** When somebody last answered an alarm. */
  readonly answered = new Map<string, number>()
  readonly opened = new Set<string>()

  /** Null, or what is wrong with this having happened at this instant, ms. */
  note(event: DoorEventBody, now: number): string | null {
    switch (event.type) {
      case 'HubRestarted':
        ;[this.bolt, this.leaf] = ['unknown', 'unknown']
        return null
      case 'QueryIssued':
        this.q = event.q
        return null
      case 'BoltObserved':
        if (event.q !== null) this.answers.set('bolt', event.bolt === 'locked' ? event.q : -1)
        else if (event.bolt !== this.bolt) this.answers.clear()
        this.bolt = event.bolt
        if (event.bolt !== 'locked') this.secured = false
        return null
      case 'ContactObserved':
        if (event.q !== null) this.answers.set('contact', event.contact === 'closed' ? event.q : -1)
        else if (event.contact !== this.leaf) this.answers.clear()
        this.leaf = event.contact
        if (event.contact !== 'closed') this.secured = false
        return null
      case 'FireNoted':
        this.fire = event.on
        return null
      case 'UnlockCommitted':
        if (event.mode !== 'hand') [this.hot, this.secured, this.takenOver] = [true, false, false]
        return null
      case 'DoorSecured': {
        const proved = this.answers.get('bolt') === this.q && this.answers.get('contact') === this.q
        ;[this.hot, this.secured] = [false, true]
        return proved && event.q === this.q ? null : 'secured without both answers to the newest question'
      }
      case 'OwnerTookOver':
        ;[this.hot, this.takenOver] = [false, true]
        return null
      case 'RelockStarted':
        if (event.why === 'reopened' || event.why === 'doubt') this.hot = true
        return null
      case 'SessionClosed':
        return this.hot ? 'closed while hot' : null
      case 'AlarmRaised':
        this.alarms.set(event.alarm, 'sounds')
        return null
      case 'AlarmRepeated': {
        const isNobodys = event.anew || (this.answered.get(event.alarm) ?? -Infinity) <= now - SILENCED
        if (isNobodys) this.alarms.set(event.alarm, 'sounds')
        return null
      }
      case 'AlarmAcknowledged': {
        const stood = this.alarms.has(event.alarm)
        this.alarms.set(event.alarm, 'answered')
        this.answered.set(event.alarm, now)
        return stood ? null : 'acknowledged what does not stand'
      }
      case 'LockIssued':
        return this.leaf === 'closed' && !this.fire
          ? null
          : `bolt thrown: leaf ${this.leaf}, fire ${this.fire}`
      default:
        return null
    }
  }

  ask(effect: Effect): string | null {
    if (effect.type !== 'UnlockDoor' && effect.type !== 'GrantPin') return null
    const again = this.opened.has(effect.op)
    this.opened.add(effect.op)
    return again ? 'let go twice' : null
  }

  /** Alarms that stand may be fewer only by those that somebody answered. */
  stands(standing: readonly { readonly alarm: string }[]): string | null {
    const names = new Set(standing.map(({ alarm }) => alarm))
    for (const [alarm, state] of this.alarms)
      if (!names.has(alarm) && state === 'sounds') return `alarm ${alarm} ended by itself`
      else if (!names.has(alarm)) this.alarms.delete(alarm)
    return null
  }
}
