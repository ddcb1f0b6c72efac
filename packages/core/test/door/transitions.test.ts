// The transition table of the safety design (1.4), one cell a case: what each command does in each phase, exactly.
import { describe, expect, test } from 'vitest'
import { acts, type Act } from './transition-acts.ts'
import { cellOf, columns, leadInto } from './transition-cell.ts'
import { transitions } from './transitions.data.ts'

for (const [command, kinds] of Object.entries(transitions))
  for (const [kind, cells] of Object.entries(kinds))
    describe(`${command} ${kind}`, () => {
      // cast: both tables have the same keys by their types
      const act = (acts as Record<string, Record<string, Act>>)[command]?.[kind]
      // cast: the keys of a row are columns by its type
      test.each(Object.entries(cells) as [(typeof columns)[number], string][])('%s', (column, cell) => {
        if (!act) throw new Error('nothing is told')
        expect(cellOf(column, act)).toBe(cell)
      })
    })

test('every column is the phase that it says', () => {
  const alike = { tail: 'idle', unsent: 'unlocking', granted: 'unlocking' }
  const phases: Readonly<Record<string, string>> = alike
  for (const column of columns) expect(leadInto(column).phase).toBe(phases[column] ?? column)
  expect(leadInto('tail').door.gate.tail).not.toBeNull()
  expect(leadInto('unsent').door.session).toMatchObject({ hot: { mark: 'none' } })
  expect(leadInto('granted').door.session).toMatchObject({ hot: { mark: 'sent', pin: { what: 'stored' } } })
})

describe('read across the table', () => {
  const cells = Object.values(transitions).flatMap((kinds) =>
    Object.values(kinds).flatMap((row: Readonly<Record<string, string>>) => Object.entries(row)),
  )
  test('no command of a device, a carrier or the clock unlocks or grants anything by itself', () => {
    expect(cells.filter(([, cell]) => /UnlockDoor|GrantPin|UnlockCommitted/.test(cell))).toEqual([])
  })
  test('no bolt is thrown while the leaf stands open', () => {
    expect(cells.filter(([column, cell]) => column === 'inside' && cell.includes('LockDoor'))).toEqual(
      cells.filter(([column, cell]) => column === 'inside' && cell.includes('DoorClosed')),
    )
  })
})
