// The verdict on one run, by the checker that shares no code with the hub.
import { type Finding, checkLines } from '@portico/checker'
import { lyingFaults } from '../faults/faults.data.ts'
import type { RunResult } from './run-plan.ts'

export interface Verdict {
  readonly findings: readonly Finding[]
  /** What only the truth shows while a witness lies: the residual risk R1 of the safety design, counted apart. */
  readonly apart: readonly Finding[]
}

/** With these alone every visit must be delivered: a lock that reports up to 4.5 s late is slow, not broken. */
const harmless: ReadonlySet<string> = new Set(['F3'])

export function judge({ plan, lines }: RunResult, hashes: boolean): Verdict {
  const all = checkLines(lines, {
    hashes,
    sealed: true,
    lying: plan.faults.some((id) => lyingFaults.has(id)),
    faultless: plan.faults.every((id) => harmless.has(id)),
  })
  const isApart = ({ invariant }: Finding): boolean => invariant.startsWith('R1/')
  return { findings: all.filter((finding) => !isApart(finding)), apart: all.filter(isApart) }
}
