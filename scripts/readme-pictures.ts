// The pictures of the README: a real hub and a real browser play a delivery on three pages, and what the pages show is
// kept small in docs/pictures. Nothing is drawn, staged or retouched. Run by `npm run pictures`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, noBrowser } from '../test/support/browser.ts'
import { hang, letIn } from '../test/support/display-room.ts'
import { HubProcess, calmHome } from '../test/support/hub-process.ts'
import { Phone } from '../test/support/owner-phone.ts'
import { postHook } from '../test/support/people.ts'
import { ThreePages } from '../test/support/three-pages.ts'
import { until } from '../test/support/until.ts'

const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'docs/pictures')
const ONE_BYTES_MAX = 60_000
const ALL_BYTES_MAX = 350_000
/** Px of the kept picture; on the README it is about half as wide, for screens with two pixels where others have one. */
const widths = { phone: 480, display: 960 } as const
const QUALITY = 80
const STREET = { width: 1280, height: 1100 } as const

interface Resized {
  resize(width: number): Resized
  webp(options: { readonly quality: number }): Resized
  toBuffer(): Promise<Buffer>
}

// The decoder of the cameras' pictures writes these, too: no dependency more.
// cast: the part of sharp that is used here
const sharp = createRequire(join(root, 'packages/media/package.json'))('sharp') as (bytes: Buffer) => Resized

/** npm brings 20 MB for it. */
const INSTALLED_WITHIN_MS = 180_000

let sum = 0

async function keep(page: Page, name: string, size: keyof typeof widths): Promise<void> {
  const bytes = await page.screenshot()
  const small = await sharp(bytes).resize(widths[size]).webp({ quality: QUALITY }).toBuffer()
  sum += small.length
  console.log(`${name}.webp ${small.length} bytes`)
  if (small.length > ONE_BYTES_MAX) throw new Error(`${name} is larger than ${ONE_BYTES_MAX} bytes`)
  writeFileSync(join(folder, `${name}.webp`), small)
}

/** From the question to the photo, on all three. */
async function delivery(pages: ThreePages): Promise<void> {
  const { phone, wall, courier } = pages
  // He walks up and rings, so that he stands in the picture.
  await pages.act('ring', 'front', { who: 'courier' })
  await pages.courierComes()
  const rung = phone.page.getByRole('dialog').getByRole('button', { name: 'Hold to open once' })
  await until('the picture to be live', () => rung.isEnabled())
  await phone.shows('LIVE')
  await keep(phone.page, 'owner-rung', 'phone')
  // The ring put aside, the question stays on the first page.
  await phone.button('Not now').click()
  await pages.ready()
  await keep(phone.page, 'owner-asked', 'phone')
  await pages.approve()
  await pages.courierReads('Open. Push the door.')
  await keep(courier, 'courier-open', 'phone')
  await pages.openDoor()
  await pages.act('enter', 'front', { who: 'courier' })
  await pages.wallReads('Courier is inside')
  await until('the picture of the hall', () => wall.getByText(/^LIVE/).count())
  await pages.act('drop')
  await keep(wall, 'display-inside', 'display')
  await pages.act('leave', 'front', { who: 'courier' })
  await pages.shutDoor()
  await phone.shows('Inside, locked, photo', 30_000)
  await until('the photo to be drawn', () => isDrawn(phone.page, 'img[alt*="hoto"]'))
  await keep(phone.page, 'owner-delivered', 'phone')
  await postHook(pages.hub, 'delivered')
}

const isDrawn = (page: Page, image: string): Promise<boolean> =>
  page
    .locator(image)
    .first()
    .evaluate((each) => each instanceof HTMLImageElement && each.complete && each.naturalWidth > 0)

/** What is left of it: the parcel with its photo, and the film. */
async function kept({ owner, phone: { page } }: ThreePages): Promise<void> {
  const [parcel] = await owner.home.parcels()
  await page.goto(`${new URL(page.url()).origin}/#/parcels/${parcel?.id}`)
  await page.getByText('Filmed here, and said by the carrier').waitFor()
  await until('the photo to be drawn', () => isDrawn(page, '.pair img'))
  await keep(page, 'parcel', 'phone')
  await page.getByRole('link', { name: /Film of the visit/ }).click()
  await page.getByText('Every piece that is shown').waitFor()
  const scrubber = page.getByRole('slider', { name: 'Place in the film' })
  await scrubber.focus()
  await until('the door to be open in the film', async () => {
    await page.keyboard.press('PageDown')
    return /door open/.test((await scrubber.getAttribute('aria-valuetext')) ?? '')
  })
  // Past the handle, to where somebody is seen.
  for (let second = 0; second < 2; second++) await page.keyboard.press('ArrowRight')
  await until('small pictures', () => page.locator('.filmstrip canvas').count())
  await page.getByText('Film, not live').waitFor()
  await until('the picture of that moment', () =>
    page.locator('video').evaluate((video) => video instanceof HTMLVideoElement && !video.seeking),
  )
  await keep(page, 'film', 'phone')
}

/** A second delivery, played by the street's button. */
async function street({ hub, phone }: ThreePages): Promise<void> {
  const page = await phone.page.context().newPage()
  await page.setViewportSize(STREET)
  await page.goto(`${hub.url}/street`)
  await page.getByRole('button', { name: 'Play a delivery' }).click()
  await page.getByText('Now look at your page and hold to open.').waitFor()
  await page.locator('.believed').waitFor()
  await keep(page, 'street', 'display')
  await page.close()
}

async function doorSide({ hub, owner, wall }: ThreePages): Promise<void> {
  const browser = wall.context().browser()
  if (!browser) throw new Error('no browser')
  const page = await hang({ browser, url: hub.url, size: '10-inch' })
  await letIn({ page, owner: owner.home, name: 'Porch', door: 'front' })
  await page.locator('.door-side svg').first().waitFor()
  await keep(page, 'display-door-side', 'display')
  await page.context().close()
}

/** Other apps: what each is paired by. Homebridge is really installed for it, and a Matter bridge really waits. */
async function faces(browser: Browser): Promise<void> {
  const settings = `${calmHome}\nbridges:\n  homekit: {}\n  matter: {}\n`
  await using hub = await HubProcess.start({ settings })
  await using phone = await Phone.signedIn({ browser, hub })
  const { page } = phone
  await phone.goTo('#/house/faces')
  for (const name of ['HomeKit', 'Matter'] as const) {
    const code = page.getByRole('img', { name: `QR code that pairs ${name}` })
    await code.waitFor({ timeout: INSTALLED_WITHIN_MS })
    await page
      .getByRole('listitem')
      .filter({ has: code })
      .evaluate((row) => row.scrollIntoView({ block: 'start' }))
    await page.evaluate(() => scrollBy(0, -16))
    await keep(page, `faces-${name.toLowerCase()}`, 'phone')
  }
  await phone.button('Show a code').click()
  await page.getByRole('timer').waitFor({ state: 'attached' })
  await page.getByRole('heading', { name: 'Pair a program' }).evaluate((head) => head.scrollIntoView())
  await keep(page, 'faces-program', 'phone')
}

if (noBrowser !== null) throw new Error(noBrowser)
mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
try {
  await using pages = await ThreePages.open({ browser })
  await doorSide(pages)
  await delivery(pages)
  await kept(pages)
  await street(pages)
  await faces(browser)
} finally {
  await browser.close()
}
console.log(`${sum} bytes in all`)
if (sum > ALL_BYTES_MAX) throw new Error(`together larger than ${ALL_BYTES_MAX} bytes`)
