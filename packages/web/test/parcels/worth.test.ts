// What is typed as the worth of a parcel, and what the wire says.
import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { isWorth, valueIn, valueText } from '../../src/parcels/worth.ts'

const typed = (amount: string, currency = 'EUR') => ({ amount: signal(amount), currency: signal(currency) })

test.each([
  ['49.90', 'EUR', { minor: 4990, currency: 'EUR' }],
  ['49,9', 'eur', { minor: 4990, currency: 'EUR' }],
  ['1.15', 'USD', { minor: 115, currency: 'USD' }],
  ['0', 'EUR', { minor: 0, currency: 'EUR' }],
  ['9999999999.99', 'EUR', { minor: 999_999_999_999, currency: 'EUR' }],
  ['  ', 'EUR', null],
])('%s %s', (amount, currency, value) => {
  expect([isWorth(typed(amount, currency)), valueIn(typed(amount, currency))]).toEqual([true, value])
  if (value) expect(valueIn(typed(valueText(value), value.currency))).toEqual(value)
})

test.each([
  ['-1', 'EUR'],
  ['1e9', 'EUR'],
  ['1.234', 'EUR'],
  ['12345678901', 'EUR'],
  ['5', 'EURO'],
  ['5', ''],
  ['five', 'EUR'],
])('%s %s cannot be kept', (amount, currency) => {
  expect([isWorth(typed(amount, currency)), valueIn(typed(amount, currency))]).toEqual([false, null])
})
