// Tells the dead-man a story in virtual time and writes down what it did, each with its instant.
import { type ArmOrder, type EdgeNote, instant, op } from '@portico/plugin-api'
import {
  type EdgeAct,
  type EdgeInput,
  type EdgeState,
  initialEdge,
  nextEdgeDue,
} from '../src/edge/edge-state.ts'
import { stepEdge } from '../src/edge/edge-step.ts'

export const OP = op('s1#0')

export const order = (change: Partial<ArmOrder> = {}): ArmOrder => ({
  op: OP,
  epoch: 1,
  withinMs: 210_000,
  silenceActMs: 12_000,
  silenceAlarmMs: 15_000,
  ...change,
})

export const beat = (sent: number, epoch = 1): EdgeInput => ({
  type: 'heartbeat',
  beat: { epoch, sent: instant(sent), seq: 0 },
})

function word(act: EdgeAct): string {
  if (act.type === 'bolt') return 'bolt'
  if (act.type === 'siren') return act.on ? 'siren' : 'quiet'
  const { report } = act
  return report.type === 'deadman' ? report.report.what : report.type
}

export class EdgeStory {
  state: EdgeState
  /** For instance `12000 bolt`; signs of life are left out. */
  readonly did: string[] = []
  readonly notes: EdgeNote[] = []
  #now = 0

  constructor(contact: 'open' | 'closed' = 'closed') {
    this.state = initialEdge(contact)
  }

  /** Visits the edge at every instant it asks for, then gives it the input. */
  at(ms: number, input: EdgeInput): this {
    this.until(ms)
    return this.#step(ms, input)
  }

  until(ms: number): this {
    for (let due = nextEdgeDue(this.state); due !== null && due <= ms; due = nextEdgeDue(this.state))
      this.#step(Math.max(due, this.#now), { type: 'time' })
    this.#now = Math.max(ms, this.#now)
    return this
  }

  /** Gives an input with no visit before: the edge was not woken in time. */
  late(ms: number, input: EdgeInput): this {
    return this.#step(ms, input)
  }

  #step(ms: number, input: EdgeInput): this {
    const step = stepEdge(this.state, input, instant(ms))
    this.state = step.state
    this.#now = ms
    for (const act of step.acts) {
      if (act.type === 'report' && act.report.type === 'notes') this.notes.push(...act.report.notes)
      if (act.type !== 'report' || act.report.type !== 'alive') this.did.push(`${ms} ${word(act)}`)
    }
    return this
  }
}
