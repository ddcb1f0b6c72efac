// The visit at a door as the lines tell it: how far it came, and what was shown on the way.
import { type Line, number, text } from '../line.ts'
import { Frames } from './frames.ts'
import { isVisitCommit } from './ops.ts'
import type { Witness } from './witness.ts'

export type Phase =
  | 'idle'
  | 'armed'
  | 'authorising'
  | 'proving'
  | 'unlocking'
  | 'unlocked'
  | 'inside'
  | 'relocking'
  | 'unproved'
  | 'sealing'

const hotPhases: ReadonlySet<Phase> = new Set(['unlocking', 'unlocked', 'inside', 'relocking', 'unproved'])

export class Visit {
  phase: Phase = 'idle'
  sid: string | null = null
  mode: string | null = null
  from = -Infinity
  to = Infinity
  /** Of the arming and of the newest demotion. */
  ceilings: string[] = []
  presence: Line | null = null
  approved: Line | null = null
  proof: Line | null = null
  frames = new Frames(Infinity)
  live = false
  commit: Line | null = null
  send: Line | null = null
  /** Everything since the commit. */
  unlockSeen = false
  opened = false
  open = false
  changedWhileOpen = false
  distrusted = false
  secured = false
  takenOver = false
  yielded = false
  aborted: Line | null = null
  sealed = false
  /** A PIN was handed out and the lock has not said that it is gone. */
  pinOut = false

  get hot(): boolean {
    return hotPhases.has(this.phase)
  }

  apply(line: Line, witness: Witness): void {
    if (line.type === 'SessionArmed') return this.#arm(line)
    if (this.phase === 'idle') return
    if (this.#applyCold(line)) return
    if (this.commit !== null) this.#applyHot(line, witness)
  }

  #arm(line: Line): void {
    Object.assign(this, new Visit())
    this.phase = 'armed'
    this.sid = text(line, 'sid')
    this.mode = text(line, 'mode')
    this.from = number(line, 'from') ?? -Infinity
    this.to = number(line, 'to') ?? Infinity
    this.ceilings = [text(line, 'ceiling') ?? 'porch']
  }

  #applyCold(line: Line): boolean {
    switch (line.type) {
      case 'SessionDemoted':
        this.ceilings = [...this.ceilings.slice(0, 1), text(line, 'ceiling') ?? 'porch']
        return true
      case 'PresenceProved':
        this.presence = line
        this.phase = 'authorising'
        return true
      case 'EntryApproved':
        this.approved = line
        return true
      case 'ProofStarted':
        this.proof = line
        this.frames = new Frames(line.mono)
        this.live = false
        this.phase = 'proving'
        return true
      case 'LivenessProved':
        this.live = true
        return true
      case 'EntryRefused':
        this.proof = null
        this.phase = 'armed'
        return true
      case 'UnlockCommitted':
        if (line.session === this.sid && isVisitCommit(line)) {
          this.commit = line
          this.phase = 'unlocking'
        }
        return true
      case 'AbortNoted':
      case 'DenyNoted':
        this.aborted = line
        return true
      case 'SessionStoodBack':
      case 'SessionClosed':
        this.phase = 'idle'
        this.proof = null
        return true
      default:
        return false
    }
  }

  #applyHot(line: Line, witness: Witness): void {
    switch (line.type) {
      case 'FrameStored':
        this.changedWhileOpen ||= this.open && Frames.isGood(line)
        return
      case 'EffectSent':
        if (text(line, 'op') === text(this.commit ?? line, 'op') && line.cause === 'gate') this.#sent(line)
        return
      case 'PinNoted':
        if (text(line, 'what') !== 'stored') this.pinOut = false
        return
      case 'BoltObserved':
        this.unlockSeen ||= witness.bolt === 'unlocked'
        if (witness.bolt === 'unlocked') this.secured = false
        return
      case 'ContactObserved':
        if (witness.contact === 'open') this.secured = false
        return
      default:
        this.#step(line)
    }
  }

  #sent(line: Line): void {
    this.send = line
    this.unlockSeen = false
    this.pinOut = text(line, 'effect') === 'GrantPin'
  }

  #step(line: Line): void {
    switch (line.type) {
      case 'DoorUnlocked':
        this.phase = 'unlocked'
        return
      case 'DoorOpened':
      case 'DoorReopened':
        this.phase = 'inside'
        this.opened = this.open = true
        return
      case 'DoorClosed':
        this.open = false
        return
      case 'RelockStarted':
        this.phase = 'relocking'
        this.secured = false
        return
      case 'RelockUnproved':
        this.phase = 'unproved'
        return
      case 'WitnessDistrusted':
        this.distrusted = true
        return
      case 'ActuationYielded':
        this.yielded = true
        return
      case 'OwnerTookOver':
        this.takenOver = true
        this.phase = 'sealing'
        return
      case 'DoorSecured':
        this.secured = true
        this.phase = 'sealing'
        return
      case 'EvidenceSealed':
        this.sealed = true
    }
  }
}
