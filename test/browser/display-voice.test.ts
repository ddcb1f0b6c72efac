// "Show my front door", said to a display on a real hub: understood where the browser says that it hears by itself, and no
// microphone at all where it does not. The ears of the browser are played, the rest is as it is; and one that dies when it
// is asked dies once, by somebody's touch.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { hang, letIn, shows, sizes } from '../support/display-room.ts'
import { barriers, expectFits, keepPicture } from '../support/page-checks.ts'
import { Visit } from '../support/visit.ts'

let browser: Browser
let visit: Visit

beforeAll(async () => {
  if (noBrowser !== null) return
  browser = await launchBrowser()
  visit = await Visit.begin()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await visit?.[Symbol.asyncDispose]()
})

/** Ears that say this of themselves, and hear what a test says to them by `window.hear`. */
function ears(status: string): void {
  class Ears {
    static available = async (): Promise<string> => status
    onresult: ((event: object) => void) | null = null
    onend: (() => void) | null = null
    start(): void {
      Reflect.set(globalThis, 'asked', Reflect.get(this, 'processLocally'))
      Reflect.set(globalThis, 'hear', (transcript: string) => {
        this.onresult?.({ results: [[{ transcript }]] })
        this.onend?.()
      })
    }
    abort(): void {
      this.onend?.()
    }
  }
  Reflect.set(globalThis, 'SpeechRecognition', Ears)
}

const hear = (page: Page, words: string): Promise<void> =>
  page.evaluate((said) => {
    // cast: `ears` has put it there
    const listener = Reflect.get(globalThis, 'hear') as (words: string) => void
    listener(said)
  }, words)

async function hung(size: keyof typeof sizes, status: string): Promise<Page> {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: 'dark' })
  await context.addInitScript(ears, status)
  const page = await hang({ browser, url: visit.hub.url, size, context })
  await letIn({ page, owner: visit.owner.home, name: `Hall ${size} ${status}` })
  await shows(page, '.next', 'Show front door')
  return page
}

describe.skipIf(noBrowser !== null)('a display whose browser hears by itself', () => {
  test.each(['10-inch', '7-inch'] as const)('on %s shows the door that is asked for', async (size) => {
    const page = await hung(size, 'available')
    expect(await page.getByRole('button', { name: 'Speak' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Try voice' }).click()
    await shows(page, '.next', 'Say “show Front door”')
    expect(await page.evaluate(() => Reflect.get(globalThis, 'asked'))).toBe(true)
    await expectFits(page)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, `display-house-${size}-listens`)
    await hear(page, 'show the weather')
    await shows(page, '.next', 'That is no door of this house')
    await page.getByRole('button', { name: 'Speak' }).click()
    await hear(page, 'show my front door')
    await shows(page, '.look', 'Closes in')
    await page.context().close()
  })
})

describe.skipIf(noBrowser !== null)('a display whose browser would ask somebody else', () => {
  test.each(['unavailable', 'downloadable'])('has no microphone: %s', async (status) => {
    const page = await hung('10-inch', status)
    await page.getByRole('button', { name: 'Try voice' }).click()
    await shows(page, '.next', 'would send your voice elsewhere')
    expect(await page.locator('.speak').count()).toBe(0)
    await page.reload()
    await shows(page, '.next', 'Show front door')
    expect(await page.locator('.speak').count()).toBe(0)
    await page.getByRole('button', { name: 'Show front door' }).click()
    await shows(page, '.look', 'Closes in')
    await page.context().close()
  })
})

describe.skipIf(noBrowser !== null)('a display whose browser dies of the question', () => {
  test('dies of it once, and never by itself', async () => {
    const context = await browser.newContext({ viewport: sizes['10-inch'], colorScheme: 'dark' })
    const page = await hang({ browser, url: visit.hub.url, size: '10-inch', context })
    await letIn({ page, owner: visit.owner.home, name: 'Hall' })
    await shows(page, '.next', 'Show front door')
    const crashed = page.waitForEvent('crash')
    await Promise.all([
      crashed,
      page
        .getByRole('button', { name: 'Try voice' })
        .click({ noWaitAfter: true })
        .catch(() => null),
    ])
    const again = await context.newPage()
    await again.goto(`${visit.hub.url}/display`)
    await shows(again, '.next', 'Show front door')
    expect(await again.locator('.speak').count()).toBe(0)
    await context.close()
  })
})
