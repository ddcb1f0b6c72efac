// The core against the model and a second list of the permissives, in any order of anything (layer 2 of the test
// programme; `npm run test:model` with more runs).
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JudgedStory, leads, steps } from './door-commands.ts'
import { Model } from './model.ts'

const runs = Number(process.env['PORTICO_MODEL_RUNS'] ?? 400)

/** Hot, with neither a deadline nor an alarm. */
function isForgotten({ door: { session, gate }, last }: JudgedStory): boolean {
  return session !== null && 'hot' in session && last?.wakeAt === null && gate.alarms.length === 0
}

test(`in ${runs} stories nothing happens that may not, and the door opens whenever it may`, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(leads)),
      fc.commands([...steps], { maxCommands: 60, size: 'max' }),
      (lead, commands) => {
        const story = lead()
        fc.modelRun(() => ({ model: story.watched, real: story }), commands)
        expect(isForgotten(story)).toBe(false)
        // What is kept of a door is plain data.
        expect(JSON.parse(JSON.stringify(story.door))).toEqual(story.door)
      },
    ),
    { numRuns: runs },
  )
})

test('the model forbids what it should: a bolt at an open leaf, a second unlock, a lost alarm, a false proof', () => {
  const model = new Model()
  model.note({ type: 'ContactObserved', contact: 'open', q: null, source: 'auto' }, 0)
  expect(model.note({ type: 'LockIssued', n: 1, why: 'alarm' }, 0)).toContain('leaf open')
  const unlock = { type: 'UnlockDoor', op: 's#0' as never, notAfter: 0 as never } as const
  expect([model.ask(unlock), model.ask(unlock)]).toEqual([null, 'let go twice'])
  model.note({ type: 'AlarmRaised', alarm: 'a' as never, kind: 'FIRE' }, 0)
  expect(model.stands([])).toContain('ended by itself')
  expect(model.note({ type: 'DoorSecured', q: 1, bolt: 'locked', contact: 'closed', op: null }, 0)).toContain(
    'without',
  )
  model.note({ type: 'UnlockCommitted', op: 's#0' as never, notAfter: 0 as never, mode: 'auto' }, 0)
  const closed = { type: 'SessionClosed', outcome: 'delivered', secured: true, unexercised: false } as const
  expect(model.note(closed, 0)).toBe('closed while hot')
})
