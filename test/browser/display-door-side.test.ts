// The display beside the door on a real hub: its code works once and can be read from the picture, its bell rings, and it
// says nothing of the house.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CourierClient } from '@portico/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { NUMBER, Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { answerTo, forbidden } from './display-rights.ts'
import { hang, letIn, shows } from '../support/display-room.ts'
import { keepPicture } from '../support/page-checks.ts'

let browser: Browser

beforeAll(async () => {
  if (noBrowser === null) browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** The encoder that the page uses: it is a dependency of the pages alone. */
async function encoder(): Promise<
  (text: string, options: object) => { readonly data: boolean[][]; size: number }
> {
  const web = createRequire(resolve(import.meta.dirname, '../../packages/web/package.json'))
  const { encode } = await import(pathToFileURL(web.resolve('uqr')).href)
  return encode
}

/** The modules that a camera would find in the picture of the code, margin included. */
async function modulesOf(page: Page, whole: number): Promise<boolean[][]> {
  const png = await page.locator('.code').screenshot()
  const inner = await page.locator('.code').evaluate((code) => {
    const { borderLeftWidth, paddingLeft } = getComputedStyle(code)
    return Number.parseFloat(borderLeftWidth) + Number.parseFloat(paddingLeft)
  })
  return page.evaluate(
    async ({ bytes, modules, edge }) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      if (!canvas) throw new Error('no canvas')
      canvas.drawImage(picture, 0, 0)
      const side = Math.min(picture.width, picture.height) - 2 * edge
      const step = side / modules
      const left = (picture.width - side) / 2
      const top = (picture.height - side) / 2
      const isDark = (x: number, y: number): boolean => {
        const [red = 255] = canvas.getImageData(left + (x + 0.5) * step, top + (y + 0.5) * step, 1, 1).data
        return red < 128
      }
      return Array.from({ length: modules }, (_, y) =>
        Array.from({ length: modules }, (_none, x) => isDark(x, y)),
      )
    },
    { bytes: [...png], modules: whole, edge: inner },
  )
}

describe.skipIf(noBrowser !== null)('a display beside the door', () => {
  test('shows a code that works once, draws it as readers need it, rings, and says nothing of the house', async () => {
    await using hub = await HubProcess.start()
    await using owner = await Owner.signIn(hub)
    await owner.claim()
    await postHook(hub)
    await owner.untilTold('SessionArmed')
    const page = await hang({ browser, url: hub.url, size: '7-inch' })
    await letIn({ page, owner: owner.home, name: 'Beside the door', door: 'front' })
    const shown = async (): Promise<string> =>
      (await page.locator('.code').getAttribute('data-leads-to')) ?? ''
    const first = await shown()
    await keepPicture(page, 'display-house-7-inch-door-side')

    const encode = await encoder()
    const { data, size } = encode(first, { ecc: 'M', border: 0 })
    const margin = 4
    const seen = await modulesOf(page, size + 2 * margin)
    const inside = seen.slice(margin, -margin).map((row) => row.slice(margin, -margin))
    expect(inside).toEqual(data)
    const around = seen.flatMap((row, y) =>
      row.filter((_, x) => Math.min(x, y) < margin || Math.max(x, y) >= size + margin),
    )
    expect(around.some(Boolean)).toBe(false)

    const text = await page.locator('body').innerText()
    for (const secret of ['Front door', 'Locked', 'lamp', NUMBER, 'Home', 'LIVE'])
      expect(text).not.toContain(secret)
    expect(await page.locator('.pic, video, img').count()).toBe(0)
    for (const line of [...forbidden, 'GET /api/v1/wall', 'GET /api/v1/cameras/porch/still'])
      expect([line, await answerTo(page, line)]).toEqual([line, 403])

    await page.getByRole('button', { name: 'Ring the bell' }).click()
    await shows(page, '.bell', 'Rung. Please wait.')
    await until('the owner to see who rings', () =>
      owner.pictures.some(({ picture }) => picture.kind === 'ring'),
    )

    const code = new URL(first).searchParams.get('t') ?? ''
    const courier = await CourierClient.begin(hub.url, 'front', { code, label: NUMBER })
    if (!(courier instanceof CourierClient)) throw new Error(courier.message)
    expect(await courier.arrive(code)).toMatchObject({ state: 'wait' })
    const second = await until(
      'a fresh code at once',
      async () => {
        const now = await shown()
        return now !== first && now
      },
      5_000,
    )
    expect(new URL(second).searchParams.get('t')).not.toBe(code)

    await hub.kill()
    await shows(page, 'h1', 'Please ring.')
    expect(await page.locator('.code').count()).toBe(0)
    await page.context().close()
  })
})
