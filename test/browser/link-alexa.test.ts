// The pages on which Alexa is linked, in a real browser on a real hub: forms and their policy lead to Amazon's address and
// nowhere else, everybody can read and press them, and a wrong code leads nowhere.
import { SimulatedAmazon } from '@portico/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alexaHome } from '../support/alexa-skill.ts'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import type { Visit } from '../support/visit.ts'

const REDIRECT = 'https://layla.amazon.com/api/skill/link/M1'

describe.skipIf(noBrowser !== null)('linking in a browser', () => {
  let browser: Browser
  let amazon: SimulatedAmazon
  let visit: Visit

  beforeAll(async () => {
    browser = await launchBrowser()
    amazon = await SimulatedAmazon.start()
    visit = await alexaHome(amazon)
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    await visit[Symbol.asyncDispose]()
    await amazon[Symbol.asyncDispose]()
  })

  /** As Amazon's app opens it; whatever is asked of others is told. */
  async function opened(colorScheme: 'light' | 'dark'): Promise<{ page: Page; strangers: string[] }> {
    const context = await browser.newContext({
      ...{ viewport: { width: 390, height: 844 }, colorScheme },
      // What is not of this house ends here.
      proxy: { server: 'http://127.0.0.1:9', bypass: new URL(visit.hub.url).host },
    })
    const page = await context.newPage()
    const strangers: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(visit.hub.url)) strangers.push(request.url())
    })
    const wish = { response_type: 'code', client_id: 'skill', redirect_uri: REDIRECT, state: 'one two' }
    await page.goto(`${visit.hub.url}/oauth/authorize?${new URLSearchParams(wish)}`)
    return { page, strangers }
  }

  async function typed(page: Page, code: string): Promise<void> {
    await page.getByLabel('Code from the owner page').fill(code)
    await page.getByRole('button', { name: 'Go on' }).click()
  }

  test.each(['light', 'dark'] as const)(
    '%s: a wrong code leads nowhere, a good one to consent and back',
    async (scheme) => {
      const { page, strangers } = await opened(scheme)
      expect(await barriers(page)).toEqual([])
      await typed(page, '00000000')
      await page.getByRole('alert').waitFor()
      await keepPicture(page, `link-alexa-code-${scheme}`)
      // cast: our own answer
      const made = (await (await visit.owner.post('/api/v1/faces/code', undefined)).json()) as {
        readonly code: string
      }
      await typed(page, made.code)
      await page.getByText('Pictures leave your house.').waitFor()
      expect(await barriers(page)).toEqual([])
      await keepPicture(page, `link-alexa-consent-${scheme}`)
      expect(strangers).toEqual([])
      // The browser follows there and finds nobody: what counts is that the policy let it, and with what.
      const [gone] = await Promise.all([
        page.waitForEvent('requestfailed'),
        page.getByRole('button', { name: scheme === 'light' ? 'Link Alexa' : 'Do not link' }).click(),
      ])
      expect(gone.failure()?.errorText).toContain('PROXY')
      const back = new URL(gone.url())
      expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([REDIRECT, 'one two'])
      expect([back.searchParams.has('code'), back.searchParams.get('error')]).toEqual(
        scheme === 'light' ? [true, null] : [false, 'access_denied'],
      )
      await page.context().close()
    },
  )
})
