// A courier who comes while deliveries are paused: the visit keeps that he was there and what he was told.
import { type DropParts } from './drop-visit.ts'
import type { Visit } from './visit.ts'

/** Told once in a row: whoever tries again and again writes nothing more. */
export async function noteHeld({ visits, journal, clock }: DropParts, { id, door }: Visit): Promise<void> {
  const visit = visits.get(id)
  if (!visit || visit.refusals.at(-1)?.code === 'ON_HOLD') return
  const wall = clock.wall()
  const held: Visit = {
    ...visit,
    refusals: [...visit.refusals, { code: 'ON_HOLD' as const, wall }].slice(-64),
    offer: { offered: 'keep', code: 'ON_HOLD', skipped: [], wall },
  }
  visits.put(held)
  const data = { visit: id, at: door }
  await journal.append({
    lines: [{ door: null, session: null, type: 'VisitHeld', cause: 'runtime', data }],
    records: [visits.record(held)],
  })
}
