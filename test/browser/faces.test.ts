// Goal: a person sees on his phone which apps show the home, pairs, loosens and ends them, and a child may look. Method: a
// hub as a user starts it with a bridge of its own, and a real Chromium at a phone's size.
import { join } from 'node:path'
import { FaceClient } from '@portico/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Phone } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import { until } from '../support/until.ts'

const own = join(import.meta.dirname, '../fixtures/own-bridge')
const settings = `${calmHome}\nbridges:\n  matter: { plugin: ${own} }\n`
/** Longer than a button must be held, ms. */
const HELD_MS = 1_500

/** Held until it is done: a row that grows under the finger takes the button from it, and a person would hold it again. */
async function held(phone: Phone, name: string, isDone: () => Promise<boolean>): Promise<void> {
  await until(`${name} to be done`, async () => {
    await phone.hold(phone.button(name), HELD_MS)
    return await until('what was held for', isDone, 5_000).catch(() => false)
  })
}

let browser: Browser

describe.skipIf(noBrowser !== null)('the faces of the home', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('are paired, loosened with the console alone, and ended', { timeout: 120_000 }, async () => {
    await using hub = await HubProcess.start({ settings })
    await using phone = await Phone.signedIn({ browser, hub })
    const { page } = phone
    await phone.goTo('#/house/faces')
    await phone.shows('front is locked-proved', 20_000)
    await phone.shows('Controller fabric-1')
    expect(await barriers(page)).toEqual([])

    await phone.button('Change Matter').click()
    const lock = page.getByRole('switch', { name: /May lock/ })
    expect(await lock.isChecked()).toBe(true)
    await lock.click()
    await until('the right to be gone', async () => !(await lock.isChecked()))
    await phone.shows('Sees the doors, shows pictures, may refuse a courier.')
    const open = page.getByRole('switch', { name: /May open by hand/ })
    await open.click()
    await phone.shows('To give it takes a code from the hub itself')
    await page.getByLabel('Code from the hub').fill('AAAAAAAA')
    await phone.button('Let it').click()
    await phone.shows(/code/i)
    const { code } = await hub.ask({ type: 'rules-code' })
    await page.getByLabel('Code from the hub').fill(code)
    await phone.button('Let it').click()
    await phone.shows('may refuse a courier, may open by hand.')
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'faces-rights')

    await phone.button('Pair another controller').click()
    await phone.shows('3497-011-2332')
    await page.getByRole('img', { name: /QR code that pairs Matter/ }).waitFor()
    await phone.button('Change Matter').click()
    await keepPicture(page, 'faces-pairing')
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'faces-pairing-dark')

    await phone.button('Change Controller fabric-1').click()
    await held(phone, 'Hold to remove', async () => !(await phone.says('Controller fabric-1')))
    await until('the bridge to have forgotten it', async () => !(await phone.says('fabric-1 ')))

    await phone.button('Show a code').click()
    const shown = await until('eight digits', async () => /\b(\d{4}) (\d{4})\b/.exec(await phone.text()))
    const claim = {
      code: `${shown[1]}${shown[2]}`,
      kind: 'homekit',
      name: 'Homebridge in the attic',
    } as const
    const { token } = await FaceClient.claim(hub.url, claim)
    expect((await new FaceClient(hub.url, token).home()).doors).toHaveLength(1)
    await phone.shows('Homebridge in the attic')
    // Who tries what he may not is told by name.
    await expect(new FaceClient(hub.url, token).open('front', '271828')).rejects.toThrow(/right/)
    await phone.shows('HomeKit (Homebridge in the attic) tried something at')
    expect(await barriers(page)).toEqual([])
    await phone.button('Seen').click()
    expect(await phone.says('tried something at')).toBe(false)

    await phone.button('New PIN').click()
    await page.getByLabel('What it is for').fill('Grandmother')
    await page.getByLabel('Only at some hours').check()
    await page.getByLabel('Code from the hub').fill((await hub.ask({ type: 'rules-code' })).code)
    await phone.button('Make a PIN').click()
    await phone.shows('It is shown this once')
    expect(await phone.text()).toMatch(/\b\d{6}\b/)
    expect(await barriers(page)).toEqual([])
    await page.getByText('It is shown this once').scrollIntoViewIfNeeded()
    await keepPicture(page, 'faces-pin')
    await phone.button('I have it').click()
    await phone.shows('A guest’s: all doors, Mon, Tue, Wed, Thu, Fri 08:00–18:00.')
    expect(await phone.text()).not.toMatch(/\b\d{6}\b/)
    await held(phone, 'Hold to take it back', async () => !(await phone.says('A guest’s: all doors')))
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await phone.overhang()).toBeLessThanOrEqual(0)
    expect(phone.errors).toEqual([])

    await using child = await Phone.blank({ browser })
    const { secret } = await hub.ask({ type: 'owner-link', name: 'Kim', role: 'child' })
    await child.page.goto(`${hub.url}/sign-in#${secret}`)
    await child.shows('Front door: locked', 30_000)
    await child.goTo('#/house/faces')
    await child.shows('Homebridge in the attic', 20_000)
    await child.button('More Matter').click()
    expect(await child.page.getByRole('switch', { name: /May lock/ }).isEnabled()).toBe(false)
    expect(await child.says(/Hold to|Show a code|Pair another/)).toBe(false)

    await held(phone, 'Hold to unpair all faces', () => phone.says(/\d faces ended\./))
    await until('all of them to be gone', async () => !(await phone.says(/Homebridge in the attic|fabric-2/)))
    await expect(new FaceClient(hub.url, token).home()).rejects.toThrow('sign in')
    await held(phone, 'Hold for new tokens for all', () => phone.says('0 tokens of scripts'))
    await keepPicture(page, 'faces-all-at-once')
    expect(phone.errors).toEqual([])
  })
})
