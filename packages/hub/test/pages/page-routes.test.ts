// The built pages as the hub serves them: a closed list with a strict policy, and a clear word where nothing was built.
import { hash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtFolder, checkerPage, readBuiltPages } from '../../src/pages/built-pages.ts'
import { PAGE_POLICY } from '../../src/pages/page-routes.ts'
import { homeSettings } from '../support/home-settings.ts'
import { TestHub } from '../support/test-hub.ts'

const real = { simulated: false, timeZone: 'Europe/Berlin' } as const
const PAGE = '<!doctype html>\n<html lang="en"><body></body></html>\n'

function folderOf(files: Readonly<Record<string, string>>): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'portico-pages-'))
  mkdirSync(join(path, 'assets'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('only what a page is made of is read, and packed once', () => {
  using folder = folderOf({
    'owner.html': PAGE,
    'assets/owner-1.js': 'let a = 1\n'.repeat(99),
    '.stamp': 'x',
    'notes.txt': 'y',
  })
  const pages = readBuiltPages(folder.path, real)
  expect([...pages.keys()].toSorted()).toEqual(['assets/owner-1.js', 'owner.html'])
  const script = pages.get('assets/owner-1.js')
  expect(script?.type).toBe('text/javascript; charset=utf-8')
  expect(script && gunzipSync(script.gzip)).toEqual(script?.bytes)
  expect(script?.gzip.length).toBeLessThan(200)
  expect(pages.get('owner.html')?.bytes.toString()).toBe(
    PAGE.replace('>\n<html lang="en"', '>\n<html lang="en" data-zone="Europe/Berlin"'),
  )
})

test('a page of a simulated home says so in its first byte of markup, a real one never', () => {
  using folder = folderOf({ 'owner.html': PAGE, 'assets/a.js': '<html lang="en">' })
  const of = (simulated: boolean, file: string): string =>
    readBuiltPages(folder.path, { ...real, simulated })
      .get(file)
      ?.bytes.toString() ?? ''
  expect(of(true, 'owner.html')).toContain('<html lang="en" data-simulated data-zone="Europe/Berlin">')
  expect(of(false, 'owner.html')).not.toContain('simulated')
  expect(of(true, 'assets/a.js')).toBe('<html lang="en">')
})

test('a folder that is not there is nothing built', () => {
  expect(readBuiltPages(join(tmpdir(), 'portico-nothing-here'), real).size).toBe(0)
})

test('pages are asked for anew, their parts never again, and both under the policy', async () => {
  await using hub = await TestHub.open()
  const { timeZone } = homeSettings
  const pages = readBuiltPages(builtFolder(), { simulated: true, timeZone })
  for (const [address, file] of [
    ['/', 'owner.html'],
    ['/sign-in', 'owner.html'],
    ['/display', 'display.html'],
    ['/street', 'street.html'],
  ] as const) {
    const { status, bytes, headers } = await hub.ask(`GET ${address}`)
    expect([address, status]).toEqual([address, 200])
    expect(bytes).toEqual(pages.get(file)?.bytes)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
  const script = [...pages.keys()].find((name) => /^assets\/owner-.*\.js$/.test(name)) ?? ''
  const packed = await hub.ask(`GET /${script}`, { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  })
  expect(gunzipSync(packed.bytes)).toEqual(pages.get(script)?.bytes)
  for (const strange of ['owner-0.js', '..%2fowner.html', '%2e%2e%2f.stamp', '.stamp'])
    expect((await hub.ask(`GET /assets/${strange}`)).status, strange).toBe(404)
})

test('the page that checks evidence is the built file to the byte, under the policy that it states itself', async () => {
  await using hub = await TestHub.open()
  const { status, bytes, headers } = await hub.ask('GET /verify')
  expect(status).toBe(200)
  expect(bytes).toEqual(checkerPage())
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toMatch(/^default-src 'none'; /)
  expect(policy).toMatch(/; frame-ancestors 'none'$/)
  // Nothing can be fetched or sent, and what runs is what was built.
  expect(policy).not.toMatch(/unsafe|https?:|\*|connect-src|'self'/)
  for (const [tag, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ] as const) {
    const [, text = ''] = new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 's').exec(bytes.toString()) ?? []
    expect(policy).toContain(`${directive} 'sha256-${hash('sha256', text, 'base64')}'`)
  }
})

test('the policy lets nothing in from elsewhere, and no code or style that stands in the page', () => {
  expect(PAGE_POLICY).toContain("default-src 'none'")
  expect(PAGE_POLICY).not.toMatch(/unsafe|https?:|\*/)
})
