// The secret of a link, however it was pasted.
import { expect, it } from 'vitest'
import { secretIn } from '../../src/owner/sign-in.ts'

const secret = 'AbCd_fGh-jKlMnOpQrStUv'

it.each([
  [`http://127.0.0.1:8080/sign-in#${secret}`],
  [` https://home.example/sign-in#${secret} \n`],
  [secret],
  [`#${secret}`],
])('%s', (text) => {
  expect(secretIn(text)).toBe(secret)
})

it.each([
  '',
  'short',
  'http://127.0.0.1:8080/sign-in',
  `${secret}!`,
  `two words ${secret} more`,
  '#/parcels',
])('"%s" has none', (text) => {
  expect(secretIn(text)).toBeNull()
})
