// The worth of a parcel as it is typed, and as the wire says it.
import type { ParcelView } from '@portico/protocol'
import type { Signal } from '@preact/signals'

type Value = NonNullable<ParcelView['value']>

export interface Worth {
  readonly isPerishable: Signal<boolean>
  /** As it is typed: `49.90`; empty: nobody says. */
  readonly amount: Signal<string>
  /** ISO 4217. */
  readonly currency: Signal<string>
}

type Typed = Pick<Worth, 'amount' | 'currency'>

/** The wire knows values up to this, in the whole unit. */
export const AMOUNT_DIGITS = 10
const amountIn = (text: string): string => text.trim().replace(',', '.')

/** Nothing is typed, or a value that can be kept. */
export const isWorth = ({ amount, currency }: Typed): boolean =>
  amountIn(amount.value) === '' ||
  (new RegExp(`^\\d{1,${AMOUNT_DIGITS}}(?:\\.\\d{1,2})?$`).test(amountIn(amount.value)) &&
    /^[A-Za-z]{3}$/.test(currency.value.trim()))

/** Null: nothing that can be kept is typed. */
export function valueIn(worth: Typed): Value | null {
  const text = amountIn(worth.amount.value)
  if (text === '' || !isWorth(worth)) return null
  return { minor: Math.round(Number(text) * 100), currency: worth.currency.value.trim().toUpperCase() }
}

export const valueText = (value: ParcelView['value']): string =>
  value === null ? '' : (value.minor / 100).toFixed(2)
