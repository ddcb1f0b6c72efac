// `portico certificate`: what a phone has to trust, by its words and as a file.
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeAnd } from '../config/home-text.ts'
import { TypedHome } from './typed.ts'

const wide = homeAnd('network: { house: { host: 0.0.0.0 }, hosts: [hub.lan] }')

test('shows eight words and the fingerprint, the same each time, and writes the certificate without its key', async () => {
  using home = new TypedHome(wide)
  const shown = await home.type('certificate', 'show')
  expect(shown.code).toBe(0)
  expect(shown.out[0]?.split(' ')).toHaveLength(8)
  expect(shown.out[1]).toMatch(/^SHA-256 (?:[0-9A-F]{4} ){15}[0-9A-F]{4}$/)
  expect(await home.type('certificate', 'show')).toEqual(shown)
  const file = join(home.folder, 'house.crt')
  expect((await home.type('certificate', 'write', file)).out).toEqual(shown.out)
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain('PRIVATE')
  const { fingerprint256, ca } = new X509Certificate(text)
  expect([fingerprint256.replaceAll(':', ''), ca]).toEqual([shown.out[1]?.slice(8).replaceAll(' ', ''), true])
  expect(await home.type('certificate', 'write', file)).toMatchObject({ code: 1 })
  expect((await home.type('owner', 'link', '--port', '99')).out[0]).toMatch(
    /^https:\/\/hub\.lan:99\/sign-in#/,
  )
})

test('makes another one when it is told to, and says what that means', async () => {
  using home = new TypedHome(wide)
  const before = await home.type('certificate', 'show')
  const made = await home.type('certificate', 'new')
  expect(made.out[0]).not.toBe(before.out[0])
  expect(made.err.join('\n')).toContain('install this one on every phone')
  expect((await home.type('certificate', 'show')).out).toEqual(made.out)
})

test('a house on its own machine alone does not need it, and is told so', async () => {
  using home = new TypedHome()
  const { code, err } = await home.type('certificate', 'show')
  expect([code, err.at(-1)]).toEqual([0, 'this house does not use it: network.house.https is off'])
})

test.each([
  [['certificate'], 'show, write FILE or new is missing'],
  [['certificate', 'burn'], 'portico certificate has no "burn"'],
  [['certificate', 'write'], 'FILE is missing'],
  [['certificate', 'show', 'it'], '"it" is one word too many'],
])('%s is used wrongly', async (words, told) => {
  using home = new TypedHome()
  const { code, err } = await home.type(...words)
  expect([code, err.join('\n').includes(told)]).toEqual([2, true])
  expect(existsSync(home.keys)).toBe(false)
})
