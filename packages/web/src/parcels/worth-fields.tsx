// What a parcel is worth and whether it spoils: rules of the house decide by both.
import type { JSX } from 'preact'
import { AMOUNT_DIGITS, type Worth, isWorth } from './worth.ts'

export function WorthFields({ worth }: { readonly worth: Worth }): JSX.Element {
  const { isPerishable, amount, currency } = worth
  return (
    <>
      <label for="parcel-value">Worth</label>
      <input
        id="parcel-value"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        maxLength={AMOUNT_DIGITS + 3}
        value={amount.value}
        aria-describedby="parcel-value-hint"
        onInput={({ currentTarget }) => void (amount.value = currentTarget.value)}
      />
      <label for="parcel-currency">Currency</label>
      <input
        id="parcel-currency"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        maxLength={3}
        value={currency.value}
        onInput={({ currentTarget }) => void (currency.value = currentTarget.value)}
      />
      <p id="parcel-value-hint" class="small" role={isWorth(worth) ? undefined : 'alert'}>
        {isWorth(worth)
          ? 'Rules may ask what a parcel is worth. Empty: nobody says.'
          : 'A number like 49.90, and a currency of three letters like EUR.'}
      </p>
      <label class="choice row">
        <input
          type="checkbox"
          checked={isPerishable.value}
          onChange={({ currentTarget }) => void (isPerishable.value = currentTarget.checked)}
        />
        <span class="grow">
          <b>It spoils</b>
          <span class="small">Food, flowers, medicine. Rules may ask for it.</span>
        </span>
      </label>
    </>
  )
}
