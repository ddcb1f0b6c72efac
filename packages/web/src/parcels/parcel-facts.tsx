// What is known of a parcel besides how it stands: who brings and sends it, its orders, whose it is, and what speaks against
// it.
import type { ParcelView } from '@portico/protocol'
import type { JSX } from 'preact'
import { hrefOf } from '../live/route.ts'

export interface ParcelFactsProps {
  readonly parcel: ParcelView
  /** Name of a person by id; null: not known. */
  readonly nameOf: (id: string) => string | null
}

function valueWords({ minor, currency }: NonNullable<ParcelView['value']>): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100)
}

/** Sentences, the most telling first. */
function factsOf({ parcel, nameOf }: ParcelFactsProps): readonly string[] {
  const { carrier, sender, orders, person, value, claim } = parcel
  const whose = person === null ? null : (nameOf(person) ?? 'somebody of this home')
  return [
    ...(parcel.direction === 'return' ? ['It leaves this house: nobody is let in with it.'] : []),
    ...(carrier === null ? [] : [`Carrier: ${carrier}.`]),
    ...(sender === null ? [] : [`From ${sender}.`]),
    ...(orders.length === 0 ? [] : [`${orders.length === 1 ? 'Order' : 'Orders'} ${orders.join(', ')}.`]),
    ...(whose === null ? [] : [`For ${whose}.`]),
    ...(parcel.hidden ? ['What it is and who sent it is private.'] : []),
    ...(parcel.confidential && !parcel.hidden ? ['Only you see what it is.'] : []),
    ...(parcel.perishable ? ['It perishes.'] : []),
    ...(value === null ? [] : [`Worth ${valueWords(value)}.`]),
    ...(parcel.disowned === null ? [] : ['It was said not to be yours: nobody is let in with it.']),
    ...(claim === 'none' && parcel.disowned === null && parcel.direction === 'inbound'
      ? ['Nobody of this home has claimed it.']
      : []),
  ]
}

export function ParcelFacts(props: ParcelFactsProps): JSX.Element {
  const facts = factsOf(props)
  return (
    <>
      {facts.length > 0 && <p class="small detail">{facts.join(' ')}</p>}
      {props.parcel.conflicts.map((id) => (
        <p key={id} class="small">
          Another carrier uses the same number. <a href={hrefOf('parcels', id)}>Look at that parcel</a>
        </p>
      ))}
    </>
  )
}
