// What every journal promises, as one suite: run against memory and against each store that holds real doors.
import type { Journal } from '@portico/ports'
import { afterEach, beforeEach, describe } from 'vitest'
import { batchTests, failureTests, refusalTests } from './journal-batches.ts'
import { closingTests } from './journal-closing.ts'
import { lineTests } from './journal-lines.ts'
import { modelTest } from './journal-model.ts'
import type { JournalUnderTest, Now } from './journal-under-test.ts'
import { valueTests } from './journal-values.ts'

/** @param open a journal in a fresh, empty place, for each test */
export function journalContract(name: string, open: () => Promise<JournalUnderTest>): void {
  describe(`${name} keeps the contract of a journal`, () => {
    let place: JournalUnderTest
    let journal: Journal
    beforeEach(async () => {
      place = await open()
      journal = place.journal
    })
    afterEach(() => place.dispose())
    const now: Now = {
      get journal() {
        return journal
      },
      reopen: async () => {
        journal = await place.reopen()
      },
      breakDisk: () => place.breakDisk(),
    }
    lineTests(now)
    batchTests(now)
    refusalTests(now)
    failureTests(now)
    valueTests(now)
    closingTests(now)
    modelTest(open)
  })
}
