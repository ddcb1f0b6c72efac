// Goal: a person lets a program of his be told what happens, sees how that fares, resumes it when it was given up, and
// ends it. Method: a hub as a user starts it, a real Chromium at a phone's size, and a receiver on this machine that the
// settings name.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Phone } from '../support/owner-phone.ts'
import { barriers } from '../support/page-checks.ts'
import { postHook } from '../support/people.ts'

let browser: Browser

describe.skipIf(noBrowser !== null)('webhooks', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it(
    'are added, tried, resumed and ended, and their secret is shown once',
    { timeout: 120_000 },
    async () => {
      let status = 204
      const receiver = createServer((request, answer) => {
        request.resume()
        answer.writeHead(status).end()
      })
      receiver.listen(0, '127.0.0.1')
      await once(receiver, 'listening')
      const { port } = receiver.address() as AddressInfo // cast: it listens
      await using hub = await HubProcess.start({
        settings: `${calmHome}\nnetwork: { webhookHosts: ['127.0.0.1:${port}'] }\n`,
      })
      await using phone = await Phone.signedIn({ browser, hub })
      const { page } = phone
      await phone.goTo('#/house/webhooks')
      await phone.shows('No program is told anything.', 20_000)
      expect(await barriers(page)).toEqual([])

      await page.getByLabel('Its address').fill('https://192.168.0.1/')
      await phone.button('Add it').click()
      await phone.shows(/private network/)
      await page.getByLabel('Its address').fill(`http://127.0.0.1:${port}/told`)
      await page.getByRole('checkbox', { name: 'The bell' }).click()
      await phone.button('Add it').click()
      await phone.shows(/whsec_/)
      await phone.shows(`127.0.0.1:${port}`)
      expect(await barriers(page)).toEqual([])
      await phone.button('I have it').click()
      expect(await page.getByText('whsec_').count()).toBe(0)

      await phone.button(/^Send a test/).click()
      await phone.shows('It took the test.')
      await phone.button(/^Another secret/).click()
      await phone.shows(/Both secrets sign until/)

      status = 410
      expect((await postHook(hub, 'in-transit')).status).toBe(200)
      await phone.shows(/Given up: nothing is sent any more/)
      await phone.shows(/What it missed is not sent/)
      expect(await barriers(page)).toEqual([])
      await phone.button(/^Resume/).click()
      await phone.shows(/Told as it happens/)

      await phone.button(/^End it/).click()
      await phone.button(/^Yes, end it/).click()
      await phone.shows('No program is told anything.')
      receiver.closeAllConnections()
      receiver.close()
    },
  )
})
