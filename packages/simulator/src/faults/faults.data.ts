// Every fault there is, and the pairs that hurt most together.
import { deviceFaults } from './device-faults.data.ts'
import type { Fault } from './fault.ts'
import { hubFaults } from './hub-faults.data.ts'
import { peopleFaults } from './people-faults.data.ts'

export const faults: readonly Fault[] = [...deviceFaults, ...hubFaults, ...peopleFaults].toSorted(
  (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
)

/** With one of these a witness lies: findings about the truth are counted apart (safety design 7). */
export const lyingFaults: ReadonlySet<string> = new Set(
  faults.flatMap(({ id, lying }) => (lying ? [id] : [])),
)

/** Pairs that swarm chance brings together too seldom: several lessons of the model showed once in ten thousand. */
export const nastyPairs: readonly (readonly [string, string])[] = [
  ['F34', 'F57'],
  ['F34', 'F56'],
  ['F34', 'F13'],
  ['F34', 'F45'],
  ['F34', 'F44'],
  ['F34', 'F55'],
  ['F34', 'F19'],
  ['F34', 'F68'],
  ['F34', 'F22'],
  ['F34', 'F49'],
  ['F34', 'F6'],
  ['F34', 'F37'],
  ['F35', 'F49'],
  ['F35', 'F70'],
  ['F35', 'F13'],
  ['F36', 'F33'],
  ['F36', 'F57'],
  ['F36', 'F26'],
  ['F36', 'F5'],
  ['F36', 'F49'],
  ['F37', 'F12'],
  ['F37', 'F49'],
  ['F37', 'F43'],
  ['F38', 'F57'],
  ['F38', 'F56'],
  ['F38', 'F45'],
  ['F38', 'F72'],
  ['F39', 'F34'],
  ['F39', 'F49'],
  ['F41', 'F38'],
  ['F41', 'F62'],
  ['F5', 'F20'],
  ['F4', 'F7'],
  ['F6', 'F7'],
  ['F8', 'F5'],
  ['F12', 'F45'],
  ['F12', 'F48'],
  ['F13', 'F56'],
  ['F13', 'F4'],
  ['F1', 'F44'],
  ['F2', 'F45'],
  ['F15', 'F45'],
  ['F17', 'F56'],
  ['F16', 'F74'],
  ['F19', 'F12'],
  ['F21', 'F34'],
  ['F30', 'F49'],
  ['F30', 'F34'],
  ['F31', 'F45'],
  ['F33', 'F49'],
  ['F55', 'F48'],
  ['F55', 'F38'],
  ['F56', 'F74'],
  ['F57', 'F74'],
  ['F65', 'F38'],
  ['F67', 'F34'],
  ['F68', 'F36'],
  ['F68', 'F45'],
  ['F69', 'F34'],
  ['F70', 'F34'],
  ['F75', 'F34'],
]
