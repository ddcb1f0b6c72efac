// A phone with the owner's page on it: signed in by a link as a person would be, and looked at as he would look.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { HubProcess } from './hub-process.ts'
import { SHARPNESS } from './pictures.ts'
import { until } from './until.ts'

export const PHONE = { width: 390, height: 844 } as const

/** A fresh link, of what the console prints the part that is the same at every address: `/sign-in#secret`. */
export async function linkOf(hub: HubProcess, name?: string): Promise<string> {
  const { secret } = await hub.ask({ type: 'owner-link', name: name ?? null, role: null })
  return `/sign-in#${secret}`
}

export interface Carried {
  readonly browser: Browser
  readonly hub: HubProcess
  readonly name?: string
  readonly options?: BrowserContextOptions
}

/** A page whose errors are kept: a test that ends with one has failed. */
export class Phone implements AsyncDisposable {
  readonly page: Page
  readonly errors: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.errors.push(String(error)))
  }

  /** Nobody is signed in. */
  static async blank({ browser, options = {} }: Pick<Carried, 'browser' | 'options'>): Promise<Phone> {
    const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: SHARPNESS, ...options })
    return new Phone(await context.newPage())
  }

  /** Signed in, and the doors are known. */
  static async signedIn({ browser, hub, name, options = {} }: Carried): Promise<Phone> {
    const phone = await Phone.blank({ browser, options })
    await phone.page.goto(hub.url + (await linkOf(hub, name)))
    await phone.shows('Front door: locked', 30_000)
    return phone
  }

  async shows(words: string | RegExp, withinMs?: number): Promise<void> {
    await until(`the page to show ${words}`, () => this.says(words), withinMs).catch(
      async (error: unknown) => {
        throw new Error(`${String(error)}; it says: ${await this.text()}`, { cause: error })
      },
    )
  }

  async says(words: string | RegExp): Promise<boolean> {
    const text = await this.text()
    return typeof words === 'string' ? text.includes(words) : words.test(text)
  }

  /** What a person sees: nothing that is hidden. */
  text(): Promise<string> {
    return this.page.locator('body').innerText()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  /** A finger on it that stays: where the page moved meanwhile, lifted and put down again, as a person would. */
  async press(button: Locator): Promise<void> {
    await until('a finger on the button', async () => {
      await button.hover()
      // The page may draw anew as soon as it is held: what counts is that the finger came down on it.
      await button.evaluate((element) => {
        Reflect.deleteProperty(globalThis, 'isPressed')
        element.addEventListener('pointerdown', () => Reflect.set(globalThis, 'isPressed', true), {
          once: true,
        })
      })
      await this.page.mouse.down()
      if (await this.page.evaluate(() => Reflect.has(globalThis, 'isPressed'))) return true
      await this.page.mouse.up()
      return false
    })
  }

  /** A finger on it for so long, ms. */
  async hold(button: Locator, ms: number): Promise<void> {
    await this.press(button)
    await this.page.waitForTimeout(ms)
    await this.page.mouse.up()
  }

  /** Goes to a place of the page as its own links do. */
  async goTo(hash: string): Promise<void> {
    await this.page.evaluate((place) => {
      location.hash = place
    }, hash)
  }

  /** Px by which something reaches beyond the right edge. */
  overhang(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A route that is still fetching would find its page gone.
    await this.page.unrouteAll({ behavior: 'ignoreErrors' })
    await this.page.context().close()
  }
}
