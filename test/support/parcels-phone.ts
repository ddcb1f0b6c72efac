// The telephone of an owner who is signed in: the owner's page in a real browser, at the size of a telephone.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { HubProcess } from './hub-process.ts'
import { SHARPNESS } from './pictures.ts'
import type { Owner } from './people.ts'

export interface PhoneOrder {
  readonly browser: Browser
  readonly hub: HubProcess
  readonly owner: Owner
  readonly width?: number
}

export interface Phone extends AsyncDisposable {
  readonly context: BrowserContext
  readonly page: Page
  /** Goes to a place of the page, `parcels/add`. */
  readonly go: (place: string) => Promise<void>
  /** Errors that the page did not expect. */
  readonly faults: readonly string[]
}

export async function phoneOf({ browser, hub, owner, width = 390 }: PhoneOrder): Promise<Phone> {
  const { credential } = owner.home.requests
  if (credential?.kind !== 'cookie') throw new Error('the owner has no cookie')
  const at = credential.cookie.indexOf('=')
  const context = await browser.newContext({ viewport: { width, height: 844 }, deviceScaleFactor: SHARPNESS })
  await context.addCookies([
    { name: credential.cookie.slice(0, at), value: credential.cookie.slice(at + 1), url: hub.url },
  ])
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  return {
    context,
    page,
    faults,
    go: async (place) => {
      await page.goto(`${hub.url}/#/${place}`)
    },
    [Symbol.asyncDispose]: async () => {
      // A route that is still fetching would find its page gone.
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await context.close()
    },
  }
}
