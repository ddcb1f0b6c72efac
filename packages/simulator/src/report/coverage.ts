// What can occur in a simulation and never did: a hole in the simulator, told when enough seeds were played.
import { alarmCodes, refusalCodes } from '@portico/core'
import { eventTypes } from '@portico/runtime'
import { faults } from '../faults/faults.data.ts'
import type { Counts } from './counts.ts'
import { notSimulated } from './not-simulated.data.ts'

/** Below this many seeds chance alone leaves gaps. */
export const COVERED_FROM = 5000

const phases = [
  'armed',
  'authorising',
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
] as const

const outcomes = ['delivered', 'undelivered', 'refused', 'cancelled', 'taken-over', 'unsealed'] as const

const expected: readonly string[] = [
  ...faults.map(({ id }) => `fault ${id}`),
  ...phases.map((phase) => `phase ${phase}`),
  ...outcomes.map((outcome) => `outcome ${outcome}`),
  ...refusalCodes.map((code) => `code ${code}`),
  ...alarmCodes.map((code) => `alarm ${code}`),
  ...eventTypes.map((type) => `event ${type}`),
]

export const neverOccurred = (counts: Counts): readonly string[] =>
  expected.filter((key) => (counts[key] ?? 0) === 0 && !Object.hasOwn(notSimulated, key))

/** The table of what occurred how often, a line for each kind. */
export function coverageText(counts: Counts): string {
  const kinds = ['fault', 'phase', 'outcome', 'code', 'alarm', 'deadline', 'event']
  return kinds
    .map((kind) => {
      const own = Object.entries(counts).filter(([key]) => key.startsWith(`${kind} `))
      return `  ${kind}s: ${own.map(([key, count]) => `${key.slice(kind.length + 1)} ${count}`).join(', ')}`
    })
    .join('\n')
}
