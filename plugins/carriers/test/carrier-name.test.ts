// Every carrier has one spelling. Method: a table of names as tracking services write them.
import { expect, test } from 'vitest'
import { carrierName } from '../src/carrier-name.ts'

test.each([
  ['UPS', 'ups'],
  ['USPS', 'usps'],
  ['RoyalMail', 'royal-mail'],
  ['Royal Mail', 'royal-mail'],
  ['FedEx', 'fedex'],
  ['FedExGround', 'fedex-ground'],
  ['FEDEX', 'fedex'],
  ['DHLExpress', 'dhl-express'],
  ['DHL_DE', 'dhl-de'],
  ['DoorDash', 'doordash'],
  ['UberDirect', 'uber-direct'],
  ['CanadaPost', 'canada-post'],
  ['Österreichische Post', 'osterreichische-post'],
  ['', 'unknown'],
  ['—', 'unknown'],
  ['x'.repeat(41), 'unknown'],
  [null, 'unknown'],
])('%j is spelled %s', (text, name) => {
  expect(carrierName(text)).toBe(name)
})
