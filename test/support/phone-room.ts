// One home, its owner, and the owner's page on one telephone: what most files of browser tests begin and end with.
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { HubProcess } from './hub-process.ts'
import { type Phone, phoneOf } from './parcels-phone.ts'
import { Owner } from './people.ts'

export interface PhoneRoom extends AsyncDisposable {
  readonly hub: HubProcess
  readonly owner: Owner
  readonly browser: Browser
  readonly phone: Phone
  readonly page: Page
}

export async function openPhoneRoom(): Promise<PhoneRoom> {
  await using stack = new AsyncDisposableStack()
  const hub = stack.use(await HubProcess.start())
  const owner = stack.use(await Owner.signIn(hub))
  const browser = await launchBrowser()
  stack.defer(() => browser.close())
  const phone = await phoneOf({ browser, hub, owner })
  const all = stack.move()
  return { hub, owner, browser, phone, page: phone.page, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
