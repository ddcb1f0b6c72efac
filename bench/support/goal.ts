// What was promised, beside what was measured. A goal that is missed is told and fails nothing: the machine is shared.
import { figure } from './figures.ts'

export interface Goal {
  readonly what: string
  readonly at: 'most' | 'least'
  readonly limit: number
  readonly unit: string
  readonly measured: number
}

export function printGoals(goals: readonly Goal[]): void {
  console.log('')
  for (const { what, at, limit, unit, measured } of goals) {
    const missedBy = at === 'most' ? measured - limit : limit - measured
    const verdict = Number.isNaN(missedBy)
      ? 'not measured'
      : missedBy <= 0
        ? 'met'
        : `missed by ${figure(missedBy)}${unit} (${figure((100 * missedBy) / limit)} %)`
    const sign = at === 'most' ? '<=' : '>='
    console.log(`goal: ${what} ${sign} ${limit}${unit}: ${figure(measured)}${unit}, ${verdict}`)
  }
}
