// The parts of a parcel as they are to be again once an act of the household is undone.
import { type Parcel, type ParcelId, rejoinParcel, weigh } from '@portico/core'
import { runtimeError } from './errors.ts'
import type { ParcelAct, SplitAct } from './parcel-acts.ts'
import type { ParcelBook } from './parcel-book.ts'

/** @throws HubError `HUB_PARCEL_UNDO` when what was said since speaks against it */
export function undoneParts(act: ParcelAct, book: ParcelBook): readonly Parcel[] {
  const partsOf = (ids: readonly ParcelId[]): readonly Parcel[] => ids.flatMap((id) => book.part(id) ?? [])
  switch (act.what) {
    case 'merge': {
      const [head = null] = act.moved
      return partsOf(act.moved).map((part) => ({ ...part, mergedInto: part.id === head ? null : head }))
    }
    case 'split':
      return rejoined(act, book)
    case 'disown':
      return partsOf(book.get(act.head)?.parts ?? []).map((part) =>
        weigh({ ...part, disowned: null, claim: act.claimed.includes(part.id) ? 'household' : part.claim }),
      )
  }
}

/** What was taken goes back; its record stays as an empty part of the other, so that whoever names it is led there. */
function rejoined({ head, taken: takenId, claim }: SplitAct, book: ParcelBook): readonly Parcel[] {
  const [kept, taken] = [book.part(head), book.part(takenId)]
  const whole = kept && taken && rejoinParcel({ kept, taken }, claim)
  if (!whole || !taken)
    throw runtimeError('HUB_PARCEL_UNDO', 'two carriers have spoken of them since: they are two parcels')
  return [whole, weigh({ ...taken, accounts: [], claim: whole.claim, mergedInto: whole.id })]
}
