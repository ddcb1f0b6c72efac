// Random stories of good batches, stray batches and reopenings, against a model that is one list.
import { assertNever } from '@portico/core'
import type { JournalLine } from '@portico/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleBatch, sampleLine, sampleLines } from '../sample-lines.ts'
import { allLines, codesOf } from './journal-under-test.ts'
import type { JournalUnderTest } from './journal-under-test.ts'

type Step =
  | { readonly type: 'append'; readonly size: number; readonly waits: boolean }
  | { readonly type: 'stray'; readonly by: number }
  | { readonly type: 'reopen' }

const appendStep: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('append'),
  size: fc.nat(4),
  waits: fc.boolean(),
})
const strayStep: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('stray'),
  by: fc.integer({ min: 1, max: 3 }),
})
const reopenStep: fc.Arbitrary<Step> = fc.constant({ type: 'reopen' })

const stories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: appendStep },
    { weight: 2, arbitrary: strayStep },
    { weight: 1, arbitrary: reopenStep },
  ),
  { minLength: 5, maxLength: 40 },
)

/** A slow disk may take its time over a few hundred commits. */
const STORIES_MS = 60_000

export function modelTest(open: () => Promise<JournalUnderTest>): void {
  test(
    'whatever is asked in whatever order, exactly the accepted lines stand in the journal',
    async () => {
      const judge = async (story: readonly Step[]): Promise<void> => {
        const place = await open()
        try {
          const { model, found, strayCodes } = await tell(place, story)
          expect(found).toEqual(model)
          expect(strayCodes).toEqual(strayCodes.map(() => 'HUB_JOURNAL_VOIDED'))
        } finally {
          await place.dispose()
        }
      }
      await fc.assert(fc.asyncProperty(stories, judge), { numRuns: 12 })
    },
    STORIES_MS,
  )
}

interface Told {
  readonly model: readonly JournalLine[]
  readonly found: readonly JournalLine[]
  readonly strayCodes: readonly (string | null)[]
}

async function tell(place: JournalUnderTest, story: readonly Step[]): Promise<Told> {
  let { journal } = place
  const model: JournalLine[] = []
  const good: Promise<void>[] = []
  const strays: Promise<readonly (string | null)[]>[] = []
  for (const step of story) {
    switch (step.type) {
      case 'append': {
        const drafts = Array.from({ length: step.size }, () => ({}))
        const lines = sampleLines(model.at(-1) ?? null, drafts)
        model.push(...lines)
        const append = journal.append(sampleBatch({ lines }))
        good.push(append)
        if (step.waits) await append
        break
      }
      case 'stray': {
        const line = sampleLine({ seq: model.length - 1 + step.by, hash: '0'.repeat(64) })
        strays.push(codesOf([journal.append(sampleBatch({ lines: [line] }))]))
        break
      }
      case 'reopen':
        journal = await place.reopen()
        break
      default:
        assertNever(step)
    }
  }
  await Promise.all(good)
  return { model, found: allLines(journal), strayCodes: (await Promise.all(strays)).flat() }
}
