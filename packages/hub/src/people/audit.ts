// What people and programs did to the hub itself: one `Audit` line each, in the chain that every adult reads.
import type { HomeRuntime } from '@portico/runtime'
import type { RecordChange } from '@portico/ports'

export type AuditFact =
  | 'owner-link-made'
  | 'owner-link-used'
  | 'person-leave-asked'
  | 'person-leave-stopped'
  | 'person-left'
  | 'signed-in'
  | 'sign-in-failed'
  | 'signed-out'
  | 'token-created'
  | 'token-revoked'
  | 'token-used'
  | 'source-secret-made'
  | 'source-learned'
  | 'source-secret-typed'
  | 'source-secret-settled'
  | 'source-key-typed'
  | 'source-key-forgotten'
  | 'source-keys-fetched'
  | 'source-hook-entered'
  | 'source-hook-removed'
  | 'source-confirmed'
  | 'display-paired'
  | 'display-ended'
  | 'display-code-wrong'
  | 'face-code-made'
  | 'face-code-wrong'
  | 'face-claimed'
  | 'face-bridged'
  | 'face-admitted'
  | 'face-rights'
  | 'face-ended'
  | 'all-unpaired'
  | 'all-rotated'
  | 'pin-made'
  | 'pin-ended'
  | 'pin-used'
  | 'pin-wrong'
  | 'rules-code-made'
  | 'rules-code-wrong'
  | 'looked'
  | 'talked'
  | 'answer-recorded'
  | 'answer-deleted'
  | 'areas-drawn'
  | 'unmasking-asked'
  | 'unmasking-stopped'
  | 'unmasked'
  | 'webhook-added'
  | 'webhook-ended'
  | 'webhook-rotated'
  | 'webhook-resumed'
  | 'webhook-disabled'
  | 'calendar-link-made'
  | 'calendar-link-ended'
  | 'voice-linked'
  | 'voice-refreshed'
  | 'voice-unlinked'
  | 'voice-code-replayed'

export interface AuditEntry {
  readonly what: AuditFact
  /** Opaque id of who did it; null when nobody is known. */
  readonly by: string | null
  readonly more?: Readonly<Record<string, string | number | readonly string[]>>
  /** What changes with it, in the same transaction. */
  readonly records?: readonly Omit<RecordChange, 'home'>[]
}

/** Resolves once it is durable. */
export async function audit(
  journal: Pick<HomeRuntime['journal'], 'append'>,
  { what, by, more, records }: AuditEntry,
): Promise<void> {
  await journal.append({
    lines: [{ door: null, session: null, type: 'Audit', cause: 'runtime', data: { what, by, ...more } }],
    records: records ?? [],
  })
}
