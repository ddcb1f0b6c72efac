// The dead-man at the door of a home on disk: the same state machine as in every simulated house, in virtual time. It
// outlives the hub: it counts its silence, throws the bolt of a closed door, sounds, and tells the next hub about it.
import { type DoorCommandBody, type Duration, after, instant } from '@portico/core'
import type { EdgeNote, EdgeReport } from '@portico/plugin-api'
import type { Wake } from '@portico/ports'
import type { TestClock } from '@portico/testing'
import { type EdgeInput, type EdgeState, initialEdge, nextEdgeDue, stepEdge } from '@portico/world'

export interface HouseEdgeParts {
  readonly clock: TestClock
  readonly lag: Duration
  /** To the lock's motor, by wire. */
  readonly bolt: () => void
  /** To the hub, by radio; nobody hears it while no hub runs. */
  readonly report: (body: DoorCommandBody) => void
}

export class HouseEdge implements Disposable {
  state: EdgeState
  readonly #parts: HouseEdgeParts
  #wake: Wake | null = null

  constructor(parts: HouseEdgeParts, state: EdgeState = initialEdge('closed')) {
    this.#parts = parts
    this.state = state
    this.#schedule()
  }

  feel(input: EdgeInput): void {
    const { clock, bolt } = this.#parts
    const { state, acts } = stepEdge(this.state, input, clock.mono())
    this.state = state
    this.#schedule()
    for (const act of acts)
      if (act.type === 'bolt') bolt()
      else if (act.type === 'report') this.#tell(act.report)
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
  }

  #tell(report: EdgeReport): void {
    const { clock, lag } = this.#parts
    clock.wake(after(clock.mono(), lag), () => {
      for (const body of commandsOf(report)) this.#parts.report(body)
    })
  }

  #schedule(): void {
    this.#wake?.cancel()
    const next = nextEdgeDue(this.state)
    const { clock } = this.#parts
    this.#wake =
      next === null
        ? null
        : clock.wake(instant(Math.max(next, clock.mono())), () => {
            this.feel({ type: 'time' })
          })
  }
}

function commandsOf(report: EdgeReport): readonly DoorCommandBody[] {
  switch (report.type) {
    case 'alive':
      return [{ type: 'ReportEdge' }]
    case 'deadman':
      return [{ type: 'ReportDeadman', op: report.report.op, what: report.report.what }]
    case 'notes':
      return report.notes.flatMap((note) => noted(note))
    case 'tamper':
      return [{ type: 'ReportTamper', on: report.on }]
    case 'fire':
      return [{ type: 'ReportFire', on: report.on }]
    default:
      return report satisfies never
  }
}

function noted({ at, note }: EdgeNote): readonly DoorCommandBody[] {
  if (note.type !== 'alarm') return []
  return [{ type: 'ReportEdgeAlarm', op: note.op, why: note.why, silentFor: note.silentForMs, noted: at }]
}
