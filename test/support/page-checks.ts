// What every page is held to, whoever's it is: pictures kept for a look, no barrier for assistive technology, words that
// can be read from where a person stands, nothing cut off.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Size } from './display-room.ts'
import { pictureFolder } from './pictures.ts'

/** Kept for whoever looks at them beside the drawings. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictureFolder, { recursive: true })
  await page.screenshot({ path: join(pictureFolder, `${name}.png`) })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds that is serious or worse. */
export async function barriers(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    // cast: the script above put it there
    const { axe } = globalThis as unknown as {
      readonly axe: {
        run(options: { readonly resultTypes: readonly string[] }): Promise<{
          readonly violations: readonly {
            readonly id: string
            readonly impact: string
            readonly nodes: readonly { readonly html: string }[]
          }[]
        }>
      }
    }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
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

/** Nothing has to be pushed sideways to be read. */
export async function expectNoSideways(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(wide, what).toBeLessThanOrEqual(0)
}
