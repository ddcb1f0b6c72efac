// A room with displays on its walls: pages of a real browser, let in by the owner as he would do it.
import type { HomeClient } from '@portico/client'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { until } from './until.ts'

export const sizes = {
  '10-inch': { width: 1280, height: 800 },
  '7-inch': { width: 1024, height: 600 },
} as const

export type Size = keyof typeof sizes

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
