// The budgets of the built pages: what a phone must fetch before it shows anything, gzipped as the hub sends it.
import { globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const built = resolve(import.meta.dirname, '../../packages/web/pages-built')

const sent = (file: string): number => gzipSync(readFileSync(join(built, file))).length

/** Files that a page names: what the browser fetches before anything else. */
function firstView(page: string): {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
} {
  const html = readFileSync(join(built, `${page}.html`), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file = '']) => file)
  return {
    scripts: named.filter((file) => file.endsWith('.js')),
    styles: named.filter((file) => file.endsWith('.css')),
  }
}

const sum = (files: readonly string[]): number => files.reduce((bytes, file) => bytes + sent(file), 0)

const budgets = [
  { page: 'owner', script: 90_000, all: 180_000 },
  { page: 'display', script: 70_000, all: 150_000 },
  { page: 'street', script: 70_000, all: 150_000 },
] as const

describe.each(budgets)('$page', ({ page, script, all }) => {
  const { scripts, styles } = firstView(page)

  test('its script is within the budget', () => {
    expect(scripts.length).toBeGreaterThan(0)
    expect(sum(scripts)).toBeLessThanOrEqual(script)
  })

  test('its first view is within the budget', () => {
    expect(styles.length).toBeGreaterThan(0)
    expect(sum([`${page}.html`, ...scripts, ...styles])).toBeLessThanOrEqual(all)
  })

  test('it asks nobody else for anything', () => {
    for (const file of [`${page}.html`, ...styles]) {
      const text = readFileSync(join(built, file), 'utf8').replaceAll('http://www.w3.org/', '')
      expect(text.match(/(?:https?:)?\/\/[a-z][\w.-]+\.[a-z]{2,}/gi) ?? [], file).toEqual([])
    }
  })

  test('nothing in it is inline: the policy would not run it', () => {
    const html = readFileSync(join(built, `${page}.html`), 'utf8')
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i)
  })
})

test('the page that checks evidence is one file, small, and names nothing outside of it', () => {
  const html = readFileSync(join(built, 'verify.html'), 'utf8')
  expect(sent('verify.html')).toBeLessThanOrEqual(40_000)
  expect(html).not.toMatch(/\s(?:src|href)="(?!data:)/)
  expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/(?:https?:)?\/\/[a-z][\w.-]+\.[a-z]{2,}/i)
  expect(html).not.toMatch(/\bimport\(|from"\.|\son[a-z]+="/)
})

test('the film is fetched only by whoever looks at one', () => {
  const [film, ...more] = globSync('assets/film-*.js', { cwd: built })
  expect(more).toEqual([])
  expect(sent(film ?? '')).toBeLessThanOrEqual(25_000)
  expect(firstView('owner').scripts.map((file) => basename(file))).not.toContain(basename(film ?? ''))
})
