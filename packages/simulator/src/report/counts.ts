// How often everything occurred: faults, phases, types of lines, codes of refusals, kinds of alarms, outcomes.
import type { RunResult } from '../run/run-plan.ts'

export type Counts = Readonly<Record<string, number>>

/** The line that begins each phase of a visit. */
const phases: Readonly<Record<string, string>> = {
  SessionArmed: 'armed',
  ApprovalAsked: 'authorising',
  ProofStarted: 'proving',
  UnlockCommitted: 'unlocking',
  DoorUnlocked: 'unlocked',
  DoorOpened: 'inside',
  RelockStarted: 'relocking',
  RelockUnproved: 'unproved',
  SealStarted: 'sealing',
}

const codes: Readonly<Record<string, { readonly kind: string; readonly field: string }>> = {
  Refused: { kind: 'code', field: 'code' },
  EntryRefused: { kind: 'code', field: 'code' },
  UnlockVoided: { kind: 'code', field: 'code' },
  AlarmRaised: { kind: 'alarm', field: 'kind' },
  SessionClosed: { kind: 'outcome', field: 'outcome' },
  DeadlineReached: { kind: 'deadline', field: 'name' },
}

export class Counter {
  readonly #counts = new Map<string, number>()

  add(key: string, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by)
  }

  addAll(counts: Counts): void {
    for (const [key, by] of Object.entries(counts)) this.add(key, by)
  }

  addRun({ plan, lines, refused }: RunResult): void {
    for (const code of refused) this.add(`code ${code}`)
    for (const id of plan.faults) this.add(`fault ${id}`)
    for (const { type, data } of lines) {
      this.add(`event ${type}`)
      const phase = phases[type]
      if (phase !== undefined) this.add(`phase ${phase}`)
      const code = codes[type]
      if (code) this.add(`${code.kind} ${String(data[code.field])}`)
    }
  }

  get counts(): Counts {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
}
