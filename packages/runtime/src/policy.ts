// The policy of a home as it is kept: the one in force, a loosening that waits, and its hash, which visits pin.
import { createHash } from 'node:crypto'
import { type Mode, type Policy, type Sentence, type WallTime, minutes } from '@portico/core'

/** A loosening takes effect this long after a person asked for it; until then anybody of the home may stop it. */
export const LOOSEN_AFTER = minutes(15)

export interface PendingPolicy {
  readonly policy: Policy
  readonly asked: WallTime
  readonly at: WallTime
  /** Opaque id of the person. */
  readonly by: string
}

export interface StoredPolicy {
  readonly policy: Policy
  /** Hash of the settings' policy it came from: an edited file is taken over at the next start. */
  readonly seed: string
  /** `settings`, or the opaque id of the person who set it since. */
  readonly by: string
  readonly pending: PendingPolicy | null
}

export const BY_SETTINGS = 'settings'

/** Every field in one order, so that the same policy has one spelling. */
const spelled = (sentence: Sentence): readonly unknown[] => [
  sentence.id,
  sentence.door ?? null,
  sentence.person ?? null,
  sentence.carrier ?? null,
  sentence.sender ?? null,
  sentence.parcel ?? null,
  sentence.days ?? null,
  sentence.from ?? null,
  sentence.to ?? null,
  sentence.presence ?? null,
  sentence.perishable ?? null,
  sentence.valueFrom ? [sentence.valueFrom.minor, sentence.valueFrom.currency] : null,
  sentence.place,
  sentence.mode,
]

/** Without sentences it is the hash of earlier versions: nothing is seeded anew for an update. */
export const policyHash = ({ mode, sentences }: Policy): string =>
  createHash('sha256')
    .update(JSON.stringify(sentences.length === 0 ? [mode] : [mode, sentences.map(spelled)]))
    .digest('hex')

/** As an earlier version kept it: one mode. */
interface EarlierPending extends Omit<PendingPolicy, 'policy'> {
  readonly mode: Mode
}

const policyIn = ({
  mode,
  sentences = [],
}: {
  readonly mode: Mode
  readonly sentences?: readonly Sentence[]
}): Policy => ({
  mode,
  sentences,
})

export function storedPolicyIn(value: unknown): StoredPolicy | null {
  if (value === null || value === undefined) return null
  // cast: only this package writes the record, in this form or in that of an earlier version
  const stored = value as Omit<StoredPolicy, 'pending'> & {
    readonly pending: PendingPolicy | EarlierPending | null
  }
  const { pending } = stored
  const waits = pending && {
    asked: pending.asked,
    at: pending.at,
    by: pending.by,
    policy: policyIn('policy' in pending ? pending.policy : pending),
  }
  return { ...stored, policy: policyIn(stored.policy), pending: waits }
}

/** The loosest mode that any case can have under it. */
export function widestMode({ mode, sentences }: Policy): Mode {
  const modes = [mode, ...sentences.filter(({ place }) => place === 'inside').map((each) => each.mode)]
  return modes.find((each) => each === 'auto') ?? modes.find((each) => each === 'pin') ?? 'owner'
}

/** What a line tells of it: never the sentences, which tell when nobody is at home. */
export const toldOf = (policy: Policy): Readonly<Record<string, unknown>> => ({
  mode: policy.mode,
  sentences: policy.sentences.length,
})
