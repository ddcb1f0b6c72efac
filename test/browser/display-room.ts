// A room with displays on its walls: pages of a real browser, let in by the owner as he would do it, and what a person
// three metres away can make of them.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { HomeClient } from '@portico/client'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { until } from '../support/until.ts'

export const sizes = {
  '10-inch': { width: 1280, height: 800 },
  '7-inch': { width: 1024, height: 600 },
} as const

export type Size = keyof typeof sizes

const root = resolve(import.meta.dirname, '../..')
const folder = process.env['PORTICO_SCREENSHOTS'] ?? join(root, 'node_modules/.cache/portico/screenshots')

/** Kept for whoever looks at them beside the drawings. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

export interface Hanging {
  readonly browser: Browser
  readonly url: string
  readonly size: Size
  readonly context?: BrowserContext
}

/** A display's page that nobody has let in yet. */
export async function hang({ browser, url, size, context }: Hanging): Promise<Page> {
  const own = context ?? (await browser.newContext({ viewport: sizes[size], colorScheme: 'dark' }))
  const page = await own.newPage()
  await page.goto(`${url}/display`)
  return page
}

/** The six digits that the page shows. */
export async function digitsOn(page: Page): Promise<string> {
  const shown = await page
    .locator('.digits')
    .filter({ hasText: /\d{3} \d{3}/ })
    .textContent()
  return (shown ?? '').replaceAll(' ', '')
}

export interface Pairing {
  readonly page: Page
  readonly owner: HomeClient
  readonly name: string
  readonly door?: string
}

/** The owner types what the page shows. */
export async function letIn({ page, owner, name, door }: Pairing): Promise<void> {
  const code = await digitsOn(page)
  const place = door === undefined ? ({ place: 'inside' } as const) : ({ place: 'door-side', door } as const)
  await owner.pairDisplay({ code, name, ...place })
  await page.locator(door === undefined ? '.idle' : '.door-side').waitFor()
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds that is serious or worse. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    // cast: the script above put it there
    const { axe } = globalThis as unknown as {
      readonly axe: {
        run(): Promise<{
          readonly violations: readonly {
            readonly id: string
            readonly impact: string
            readonly nodes: readonly { readonly html: string }[]
          }[]
        }>
      }
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

interface Measured {
  readonly text: string
  readonly size: number
}

/** Every text that is seen, with its size in px as the browser computed it. */
const textsOn = (page: Page): Promise<readonly Measured[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: { text: string; size: number }[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!element || text === '' || element.closest('.hush, noscript')) continue
      const box = element.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      // Text in a drawing is scaled with it.
      const drawing = element.closest('svg')
      const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1
      found.push({ text, size: Number.parseFloat(getComputedStyle(element).fontSize) * scale })
    }
    return found
  })

/** What must be read at three metres; the rest is read at arm's length. */
const afar: Readonly<Record<Size, number>> = { '10-inch': 48, '7-inch': 42 }
const AT_ARM = 20

export async function expectReadable(
  page: Page,
  size: Size,
  headlines: readonly (string | RegExp)[],
): Promise<void> {
  const texts = await textsOn(page)
  for (const { text, size: px } of texts) expect(px, text).toBeGreaterThanOrEqual(AT_ARM)
  for (const headline of headlines) {
    const found = texts.find(({ text }) =>
      typeof headline === 'string' ? text === headline : headline.test(text),
    )
    expect(
      found?.size,
      `${headline} among ${texts.map(({ text }) => text).join(' | ')}`,
    ).toBeGreaterThanOrEqual(afar[size])
  }
}

/** Nothing is cut off, nothing lies outside of the screen, and every target is one for a hand. */
export async function expectFits(page: Page): Promise<void> {
  const faults = await page.evaluate(() => {
    const said: string[] = []
    const { innerWidth, innerHeight } = globalThis
    for (const element of document.querySelectorAll('main *, [role=dialog] *')) {
      if (element.closest('.hush, svg, .pic') || getComputedStyle(element).display === 'inline') continue
      const box = element.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) continue
      const name = `${element.tagName}.${element.className} "${element.textContent?.slice(0, 40)}"`
      if (box.right > innerWidth + 3 || box.bottom > innerHeight + 3 || box.left < -20 || box.top < -20)
        said.push(`outside: ${name} ${Math.round(box.right)}×${Math.round(box.bottom)}`)
      if (element.scrollWidth > element.clientWidth + 3 && element.clientWidth > 0)
        said.push(`too wide: ${name} ${element.scrollWidth} > ${element.clientWidth}`)
    }
    const targets = [...document.querySelectorAll('button')].map((button) => button.getBoundingClientRect())
    for (const box of targets)
      if (box.height < 72 || box.width < 72) said.push(`small target: ${box.width}×${box.height}`)
    for (const [place, a] of targets.entries())
      for (const b of targets.slice(place + 1)) {
        const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom)
        if (apart < 14) said.push(`targets ${apart} px apart`)
      }
    return said
  })
  expect(faults).toEqual([])
}

/** Waits until the page shows this in a place. */
export const shows = (
  page: Page,
  place: string,
  words: string | RegExp,
  withinMs?: number,
): Promise<unknown> =>
  until(
    `${words} in ${place}`,
    async () => {
      const texts = await page.locator(place).allTextContents()
      return texts.some((text) => (typeof words === 'string' ? text.includes(words) : words.test(text)))
    },
    withinMs,
  ).catch(async (error: unknown) => {
    const text = await page.locator('body').innerText()
    throw new Error(`${String(error)}; the page says: ${text}`, { cause: error })
  })
