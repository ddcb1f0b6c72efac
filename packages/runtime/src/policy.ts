// The policy of the home: seeded from the settings, kept in the journal, pinned by each visit.
import { createHash } from 'node:crypto'
import type { Mode } from '@portico/core'
import type { HomeJournal } from './home-journal.ts'
import type { SealedRecords } from './sealed-records.ts'

export interface Policy {
  readonly mode: Mode
}

interface StoredPolicy {
  readonly policy: Policy
  /** Hash of the settings' policy it came from: an edited file is taken over at the next start. */
  readonly seed: string
}

export const policyHash = (policy: Policy): string =>
  createHash('sha256')
    .update(JSON.stringify([policy.mode]))
    .digest('hex')

/** The policy in force; a first or an edited one is written as `PolicyChanged` before it counts. */
export async function settlePolicy(
  wished: Policy,
  journal: HomeJournal,
  records: SealedRecords,
): Promise<Policy> {
  const seed = policyHash(wished)
  // cast: only this function writes the record
  const stored = records.get('policy', 'home') as StoredPolicy | null
  if (stored?.seed === seed) return stored.policy
  await journal.append({
    lines: [
      {
        door: null,
        session: null,
        type: 'PolicyChanged',
        cause: 'runtime',
        data: { by: 'settings', policy: seed, mode: wished.mode, was: stored?.policy.mode ?? null },
      },
    ],
    records: [records.put('policy', 'home', { policy: wished, seed } satisfies StoredPolicy)],
  })
  return wished
}
