// Pages in a real browser: from the bell to the picture painted on ten of them, and how soon each page is there and
// answers a finger on a slow phone.
import type { Browser, Page } from 'playwright-core'
import { Owner } from '../test/support/people.ts'
import { launchBrowser, noBrowser } from '../test/support/browser.ts'
import { hang, letIn } from '../test/support/display-room.ts'
import { HubProcess } from '../test/support/hub-process.ts'
import { Phone, linkOf } from '../test/support/owner-phone.ts'
import { until } from '../test/support/until.ts'
import { type PageTimes, paintedOn, timePage, watchPictures } from './support/browser-pages.ts'
import { figure, median, quantile } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('screens: bell → picture painted on ten pages; first load and first press')
const PHONES = 5
const DISPLAYS = 5
const RINGS = quick ? 3 : 30
const LOADS = quick ? 2 : 9
const PAINTED_WITHIN_MS = 10_000

interface Room {
  readonly hub: HubProcess
  readonly browser: Browser
}

/** A page with something that puts the ring aside. */
interface RingingPage {
  readonly page: Page
  readonly aside: string
}

async function openPhones({ hub, browser }: Room): Promise<readonly RingingPage[]> {
  const first = await Phone.signedIn({ browser, hub })
  const context = first.page.context()
  const pages: RingingPage[] = []
  for (let i = 0; i < PHONES; i++) {
    const page = await context.newPage()
    await watchPictures(page)
    await page.goto(hub.url)
    await page.getByText('Front door is locked').waitFor()
    pages.push({ page, aside: 'Not now' })
  }
  await first.page.close()
  return pages
}

async function openDisplays({ hub, browser }: Room): Promise<readonly RingingPage[]> {
  await using owner = await Owner.signIn(hub)
  const pages: RingingPage[] = []
  for (let i = 0; i < DISPLAYS; i++) {
    const page = await hang({ browser, url: hub.url, size: '10-inch' })
    await letIn({ page, owner: owner.home, name: `Wall ${i + 1}` })
    await watchPictures(page)
    await page.reload()
    await page.locator('.idle').waitFor()
    pages.push({ page, aside: 'Quiet here' })
  }
  return pages
}

/** Ms from the bell to the painted picture, one for each page. */
async function ring({ hub }: Room, pages: readonly RingingPage[]): Promise<readonly number[]> {
  await using house = await hub.house()
  const before = await Promise.all(pages.map(async ({ page }) => (await paintedOn(page)).length))
  const began = Date.now()
  await house.act('ring', 'front')
  const times = await Promise.all(
    pages.map(async ({ page }, place) => {
      const at = await until(
        `the picture to be painted on page ${place}`,
        async () => (await paintedOn(page))[before[place] ?? 0],
        PAINTED_WITHIN_MS,
      )
      return at - began
    }),
  )
  await Promise.all(pages.map(({ page, aside }) => page.getByRole('button', { name: aside }).click()))
  return times
}

async function rings(room: Room): Promise<readonly (readonly number[])[]> {
  const pages = [...(await openPhones(room)), ...(await openDisplays(room))]
  // Whoever rings first walks up to the door; from then on he stands there.
  await ring(room, pages)
  const told: (readonly number[])[] = []
  for (let i = 0; i < RINGS; i++) {
    note(`ring ${i + 1} of ${RINGS}`)
    told.push(await ring(room, pages))
  }
  await Promise.all([...new Set(pages.map(({ page }) => page.context()))].map((context) => context.close()))
  return told
}

interface Slow {
  readonly name: string
  readonly time: () => Promise<PageTimes>
}

async function slowPages({ hub, browser }: Room): Promise<readonly Slow[]> {
  const phone = await Phone.blank({ browser })
  await phone.page.goto(hub.url + (await linkOf(hub)))
  await phone.shows('Front door is locked')
  await using owner = await Owner.signIn(hub)
  const wall = await hang({ browser, url: hub.url, size: '10-inch' })
  await letIn({ page: wall, owner: owner.home, name: 'Slow wall' })
  const inNewPage = (of: Page, order: Parameters<typeof timePage>[1]) => async (): Promise<PageTimes> => {
    const page = await of.context().newPage()
    try {
      return await timePage(page, order)
    } finally {
      await page.close()
    }
  }
  const courier = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const door = { url: `${hub.url}/d/front?t=none`, ready: 'main', press: 'button' }
  return [
    { name: 'owner', time: inNewPage(phone.page, { url: hub.url, ready: 'a.door', press: 'a.door' }) },
    {
      name: 'display',
      time: inNewPage(wall, { url: `${hub.url}/display`, ready: '.idle', press: 'button' }),
    },
    { name: 'courier', time: inNewPage(await courier.newPage(), door) },
  ]
}

if (noBrowser !== null) {
  console.log(`not measured: ${noBrowser}`)
  process.exit(77)
}
await using hub = await HubProcess.start()
const browser = await launchBrowser()
try {
  const told = await rings({ hub, browser })
  const slow = await slowPages({ hub, browser })
  const loads = new Map<string, PageTimes[]>(slow.map(({ name }) => [name, []]))
  for (let round = 0; round < LOADS; round++)
    for (const { name, time } of slow) {
      note(`load ${round + 1} of ${LOADS}: ${name}`)
      loads.get(name)?.push(await time())
    }
  note('')
  const all = told.flat()
  const last = told.map((times) => Math.max(...times))
  printTable(
    ['bell → painted', 'p50 ms', 'p95 ms', 'longest ms'],
    [
      ['any of 10 pages', figure(quantile(all, 0.5)), figure(quantile(all, 0.95)), figure(Math.max(...all))],
      [
        'last of 10 pages',
        figure(quantile(last, 0.5)),
        figure(quantile(last, 0.95)),
        figure(Math.max(...last)),
      ],
    ],
  )
  const of = (name: string, which: keyof PageTimes): number =>
    median((loads.get(name) ?? []).map((times) => times[which]))
  printTable(
    ['page, processor slowed 4×', 'largest paint ms', 'press → next picture ms'],
    slow.map(({ name }) => [name, figure(of(name, 'painted')), figure(of(name, 'pressed'))]),
  )
  printGoals([
    {
      what: 'bell to picture on ten pages, p95',
      at: 'most',
      limit: 500,
      unit: ' ms',
      measured: quantile(all, 0.95),
    },
    { what: 'owner: largest paint', at: 'most', limit: 1200, unit: ' ms', measured: of('owner', 'painted') },
    {
      what: 'display: largest paint',
      at: 'most',
      limit: 1000,
      unit: ' ms',
      measured: of('display', 'painted'),
    },
    {
      what: 'courier: largest paint',
      at: 'most',
      limit: 1500,
      unit: ' ms',
      measured: of('courier', 'painted'),
    },
    { what: 'owner: press', at: 'most', limit: 100, unit: ' ms', measured: of('owner', 'pressed') },
    { what: 'display: press', at: 'most', limit: 80, unit: ' ms', measured: of('display', 'pressed') },
    { what: 'courier: press', at: 'most', limit: 50, unit: ' ms', measured: of('courier', 'pressed') },
  ])
} finally {
  await browser.close()
}
closeBench()
