// Goal: what an edge says becomes what the door is to know, and nothing stale is taken for a sign of life. Method: a table.
import { instant, op } from '@portico/core'
import type { EdgeWord, SignedNote } from '@portico/edge'
import { describe, expect, it } from 'vitest'
import { edgeCommands } from '../../src/plugins/door-reports.ts'

const NOW = instant(100_000)
const OP = op('s_1#0')
const alarm = { type: 'alarm', why: 'deadman', op: OP, silentForMs: 12_000 } as const
const leaf = (contact: 'open' | 'closed'): { type: 'contact'; contact: 'open' | 'closed' } => ({
  type: 'contact',
  contact,
})
const notes = (...all: readonly SignedNote['note'][]): EdgeWord => ({
  type: 'notes',
  notes: all.map((note, at) => ({ at: instant(at), note, sig: `of ${at}` })),
  more: 0,
})
const told = (noted: number): object => ({
  type: 'ReportEdgeAlarm',
  op: OP,
  why: 'deadman',
  silentFor: 12_000,
  noted,
  sig: `of ${noted}`,
})
const openLeaf = { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }

describe('an edge', () => {
  it.each<[what: string, report: EdgeWord, commands: readonly object[]]>([
    ['alive now', { type: 'alive', at: NOW }, [{ type: 'ReportEdge' }]],
    ['alive three seconds ago', { type: 'alive', at: instant(97_000) }, [{ type: 'ReportEdge' }]],
    ['alive longer ago', { type: 'alive', at: instant(96_999) }, []],
    [
      'of a dead-man',
      { type: 'deadman', report: { op: OP, what: 'fired' } },
      [{ type: 'ReportDeadman', op: OP, what: 'fired' }],
    ],
    ['of tampering', { type: 'tamper', on: true }, [{ type: 'ReportTamper', on: true }]],
    ['of fire', { type: 'fire', on: false }, [{ type: 'ReportFire', on: false }]],
    ['of nothing that it did alone', notes(), []],
    ['of an alarm while nobody heard it', notes(alarm), [told(0)]],
    ['of a leaf that stands open', notes(leaf('closed'), leaf('open')), [openLeaf]],
    [
      'of a leaf that was open and is shut',
      notes(leaf('open'), leaf('closed')),
      [{ type: 'ReportOpened', noted: instant(0) }],
    ],
    ['of a leaf that was shut', notes(leaf('closed')), []],
    [
      'of a leaf, with more to follow',
      { ...notes(leaf('open')), more: 1 } as EdgeWord,
      [{ type: 'ReportOpened', noted: instant(0) }],
    ],
    [
      'of alarms and an open leaf, all of them, the leaf last',
      notes(alarm, leaf('open'), alarm),
      [told(0), told(2), openLeaf],
    ],
  ])('that tells %s', (_, report, commands) => {
    expect(edgeCommands(report, NOW)).toEqual(commands)
  })
})
