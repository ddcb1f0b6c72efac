// Parcels that the household says are one. Each part keeps what was said of it, so that they can be taken apart again; of
// the whole the more careful part counts.
import type { ParcelId } from '../ids.ts'
import { joinAllAccounts } from './account.ts'
import type { ParcelValue } from './observed.ts'
import { type Parcel, type Told, weigh } from './parcel.ts'
import { wallTime } from '../time.ts'

/** Parcels that may be one. */
export const PARTS_MAX = 8

/** Of two currencies nobody knows which is more: that of the first stays. */
const dearer = (a: ParcelValue | null, b: ParcelValue | null): ParcelValue | null => {
  if (a === null || b === null) return a ?? b
  return a.currency === b.currency && b.minor > a.minor ? b : a
}

/** A secret of one part is a secret of the whole. */
function toldOf(head: Told, part: Told): Told {
  const secret = [head, part].find(({ confidential }) => confidential)
  return {
    title: head.title ?? part.title,
    person: secret ? secret.person : (head.person ?? part.person),
    confidential: secret !== undefined,
    perishable: head.perishable ?? part.perishable,
    value: dearer(head.value, part.value),
    direction: head.direction ?? part.direction,
  }
}

function join(whole: Parcel, part: Parcel): Parcel {
  return {
    ...weigh({
      ...whole,
      accounts: joinAllAccounts(whole.accounts, part.accounts),
      told: toldOf(whole.told, part.told),
      // A number that nobody claimed gives nobody a wider right by the company it keeps.
      claim: part.claim === 'household' || part.accounts.length === 0 ? whole.claim : 'none',
      firstSeen: wallTime(Math.min(whole.firstSeen, part.firstSeen)),
      lastSeen: wallTime(Math.max(whole.lastSeen, part.lastSeen)),
      disowned: whole.disowned ?? part.disowned,
    }),
    numbers: [...new Set([...whole.numbers, ...part.numbers])],
    parts: [...whole.parts, ...part.parts],
    direction: [whole, part].some(({ direction }) => direction === 'return') ? 'return' : 'inbound',
  }
}

/** The head with all that was merged into it. */
export const wholeParcel = (head: Parcel, parts: readonly Parcel[]): Parcel =>
  parts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).reduce(join, head)

/** The parcel that stands for this one: itself, or what it was merged into, step by step. */
export function headOf(
  id: ParcelId,
  get: (id: ParcelId) => Pick<Parcel, 'id' | 'mergedInto'> | null,
): ParcelId {
  const seen = new Set<ParcelId>()
  let head = id
  for (;;) {
    const next = get(head)?.mergedInto ?? null
    if (next === null || seen.has(next)) return head
    seen.add(head)
    head = next
  }
}
