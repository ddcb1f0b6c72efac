// Every state of the wall display, at both sizes, with whatever a hub may say: it is readable at three metres, nothing is
// cut off, a screen reader hears it, and nothing is shown as safer than it is. The peer on the line speaks like a hub.
import type { WallView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { alarm, door, open, visit, wall } from './display-house.ts'
import { DisplayPeer, JPEG } from '../support/display-peer.ts'
import { type Size, hang, shows, sizes } from '../support/display-room.ts'
import { barriers, expectFits, expectReadable, keepPicture } from '../support/page-checks.ts'

let browser: Browser

beforeAll(async () => {
  if (noBrowser === null) browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** One display and the peer that it hangs on. */
async function hung(
  size: Size,
  first: WallView,
): Promise<{ readonly peer: DisplayPeer; readonly page: Page }> {
  const peer = await DisplayPeer.listen({ display: { place: 'inside', door: null }, wall: first })
  const page = await hang({ browser, url: peer.url, size })
  await until('the display to listen', () => peer.listeners === 1)
  return { peer, page }
}

/** The house changed. */
function now(peer: DisplayPeer, next: WallView): void {
  peer.wall = next
  peer.event({ type: 'BoltReported', door: null })
}

async function expectWell(page: Page, size: Size, headlines: readonly (string | RegExp)[]): Promise<void> {
  await expectReadable(page, size, headlines)
  await expectFits(page)
  expect(await barriers(page)).toEqual([])
}

// cast: the keys of the literal
const all = Object.keys(sizes) as readonly Size[]

describe.skipIf(noBrowser !== null).each(all)('the display of %s', (size) => {
  test('shows one door and three, what is proved, claimed and not known, each in its own way', async () => {
    const three = [
      door('Front door', 'locked-proved'),
      door('Garage', 'jammed'),
      door('Parcel box', 'locked-claimed'),
    ]
    const { peer, page } = await hung(size, wall([door('Front door', 'locked-proved')]))
    await using _ = peer
    await shows(page, '.doors', 'proved 4 s ago')
    await expectWell(page, size, ['Locked', /^\d\d:\d\d$/, /\d\d:\d\d to \d\d:\d\d/])
    expect(await page.locator('.idle h1').textContent()).toBe('Front door proved locked')
    // No picture until somebody asks for one.
    expect(await page.locator('.pic, video, img').count()).toBe(0)
    await keepPicture(page, `display-${size}-idle-one`)

    now(peer, wall(three))
    await shows(page, '.doors', 'Jammed')
    await expectWell(page, size, ['Locked', 'Jammed', 'Says locked'])
    expect(await page.locator('.idle h1').textContent()).toBe('Garage: Jammed')
    expect(
      await page.locator('.doors [role=img]').evaluateAll((seals) => seals.map((seal) => seal.ariaLabel)),
    ).toEqual(['Locked', 'Jammed', 'Lock says locked, not proved'])
    await keepPicture(page, `display-${size}-idle-three`)

    now(peer, wall([...three, door('Cellar', 'locked-proved'), open('The door with quite a long name')]))
    await shows(page, '.doors', '2 more, proved locked')
    await expectWell(page, size, ['Jammed', 'Open'])
    await keepPicture(page, `display-${size}-idle-many`)
    await page.context().close()
  })

  test('shows who rings as it was pushed, with its age, and falls silent alone', async () => {
    const { peer, page } = await hung(size, wall([door('Front door', 'locked-proved')]))
    await using _ = peer
    await shows(page, '.doors', 'Locked')
    const head = {
      kind: 'ring',
      door: 'Front door',
      session: null,
      camera: 'porch',
      sha256: '0'.repeat(64),
    } as const
    peer.ring('Front door')
    peer.picture({ ...head, ageMs: 100, wall: Date.now() }, JPEG)
    await page.locator('.rings img').waitFor()
    expect(await page.locator('.rings [role=alert]').textContent()).toBe('Somebody rings. Front door')
    await expectWell(page, size, ['Somebody rings'])
    // It opens nothing: it talks, and is silent.
    expect(await page.getByRole('button').allTextContents()).toEqual([
      'Listen',
      'Hold to answer',
      'Quiet here',
    ])
    // The peer has no video: what was pushed grows old, and says so.
    await shows(page, '.rings .live', 'NOT LIVE')
    await keepPicture(page, `display-${size}-ring`)
    await page.getByRole('button', { name: 'Quiet here' }).click()
    await page.locator('.idle').waitFor()
    await page.context().close()
  })

  test('shows a delivery, and says nothing of the door that its witnesses do not prove', async () => {
    const { peer, page } = await hung(size, wall([open('Front door')], { visits: [visit()] }))
    await using _ = peer
    await shows(page, 'h1', 'Courier is inside')
    await expectWell(page, size, ['Courier is inside', 'Back', 'Open'])
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Inside')
    expect(await page.getByRole('timer').textContent()).toMatch(/^4[3-6] s to leave$/)
    expect(await page.getByRole('button').count()).toBe(0)
    await keepPicture(page, `display-${size}-delivery`)

    const ended = visit({ phase: 'closed', closed: Date.now(), outcome: 'delivered', countdown: null })
    now(peer, wall([door('Front door', 'locked-claimed')], { visits: [ended] }))
    await shows(page, 'h1', /^Left inside\.$/)
    now(peer, wall([door('Front door', 'locked-proved')], { visits: [ended] }))
    await shows(page, 'h1', 'Left inside. Locked.')
    await expectWell(page, size, ['Left inside. Locked.', 'Thrown', 'Shut'])
    await keepPicture(page, `display-${size}-delivered`)

    // Without the hub no rung of a visit is shown as if it still held.
    now(peer, wall([open('Front door')], { visits: [visit()] }))
    await shows(page, 'h1', 'Courier is inside')
    peer.isOpen = false
    peer.cut()
    await shows(page, '.lower', 'A delivery was under way: Front door')
    await shows(page, '.doors', 'Not known')
    expect(await page.locator('.pips').count()).toBe(0)
    await keepPicture(page, `display-${size}-delivery-lost`)
    await page.context().close()
  })

  test('shows an alarm over everything, until the house ends it', async () => {
    const house = wall([open('Front door')], { visits: [visit({ steps: [] })] })
    const { peer, page } = await hung(size, house)
    await using _ = peer
    await shows(page, 'h1', 'Courier is inside')
    peer.ring('Front door')
    await page.locator('.rings').waitFor()
    const words = 'The door is open. The camera went dark.'
    peer.wall = { ...house, doors: [open('Front door', { alarms: [alarm(words)] })] }
    peer.alarm({
      alarm: 'a_1',
      door: 'Front door',
      session: null,
      kind: 'CAMERA_LOST_OPEN',
      level: 0,
      words,
      act: 'Go and look',
    })
    await shows(page, '.alarm h1', words)
    await shows(page, '.alarm .since', /Alarm for (?:9|1\d) s/)
    await shows(page, '.lower', 'Somebody rings: Front door · A delivery is under way: Front door')
    expect(await page.locator('.alarm [role=alert]').textContent()).toBe(`Alarm. Front door. ${words}`)
    await expectWell(page, size, [words])
    expect(await page.getByRole('button').allTextContents()).toEqual(['Quiet here'])
    await keepPicture(page, `display-${size}-alarm`)

    await page.getByRole('button').click()
    await shows(page, '.alarm', 'Quiet here for two minutes')
    const long = 'Portico restarted in the middle of a visit; the door is not proved locked.'
    now(peer, {
      ...house,
      doors: [open('Front door', { alarms: [alarm(long, { id: 'a_2' }), alarm(words)] })],
    })
    await shows(page, '.alarm h1', long)
    await shows(page, '.alarm', 'And 1 more.')
    // Another alarm is not quiet because the first one is.
    expect(await page.getByRole('button').isEnabled()).toBe(true)
    await expectWell(page, size, [long])
    await keepPicture(page, `display-${size}-alarm-long`)

    // A cut line ends no alarm.
    peer.isOpen = false
    peer.cut()
    await shows(page, '.lost', /^Not connected to the house since \d\d:\d\d$/)
    await shows(page, '.alarm h1', long)
    await shows(page, '.alarm dl', 'Not known')
    await expectWell(page, size, [long])
    await keepPicture(page, `display-${size}-alarm-lost`)
    peer.isOpen = true
    now(peer, wall([door('Front door', 'locked-proved')]))
    // What was under it is there again.
    await page.locator('.rings').waitFor()
    await page.getByRole('button', { name: 'Quiet here' }).click()
    await page.locator('.idle').waitFor()
    await page.context().close()
  })

  test('knows nothing of the doors when the line is cut, and comes back without being loaded again', async () => {
    const { peer, page } = await hung(size, wall([door('Front door', 'locked-proved')]))
    await using _ = peer
    await shows(page, '.doors', 'Locked')
    await page.evaluate(() => void (document.body.dataset['sameDocument'] = 'yes'))
    peer.isOpen = false
    peer.cut()
    await shows(page, '.lost', 'Not connected to the house since')
    await shows(page, '.doors', 'Not known')
    await shows(page, '.doors', /since \d\d:\d\d/)
    expect(await page.locator('.doors').textContent()).not.toContain('Locked')
    expect(await page.locator('.next, .idle button').count()).toBe(0)
    await expectWell(page, size, ['Not known', /^\d\d:\d\d$/])
    await keepPicture(page, `display-${size}-lost`)
    peer.isOpen = true
    await shows(page, '.doors', 'Locked')
    expect(await page.locator('.lost').count()).toBe(0)
    expect(await page.evaluate(() => document.body.dataset['sameDocument'])).toBe('yes')
    await page.context().close()
  })

  test('goes by the clock of the house, is dim at night, and stands nowhere for long', async () => {
    const { peer, page } = await hung(size, wall([door('Front door', 'locked-proved')]))
    await using _ = peer
    const places = new Set<string>()
    const at = async (hour: number, minute: number): Promise<string> => {
      const time = new Date(2026, 10, 26, hour, minute, 1).getTime()
      peer.clock = () => time
      peer.cut()
      await shows(page, '.clock', `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
      const style = await page.locator('.hung').evaluate((whole) => {
        const { opacity, translate } = getComputedStyle(whole)
        return { opacity, translate }
      })
      places.add(style.translate)
      return style.opacity
    }
    expect(await at(14, 2)).toBe('1')
    expect(await at(14, 12)).toBe('1')
    expect(await at(14, 22)).toBe('1')
    expect(Number(await at(23, 32))).toBeLessThan(1)
    expect(Number(await at(6, 59))).toBeLessThan(1)
    expect(places.size).toBeGreaterThanOrEqual(3)
    for (const place of places) expect(place).toMatch(/^(?:none|[02]px(?: [02]px)?)$/)
    // An alarm is never dim.
    peer.wall = wall([open('Front door', { alarms: [alarm('The door stands open too long.')] })])
    expect(await page.locator('.idle').count()).toBe(1)
    peer.event({ type: 'AlarmRaised', door: 'Front door' })
    await page.locator('.alarm').waitFor()
    expect(await page.locator('.hung').evaluate((whole) => getComputedStyle(whole).opacity)).toBe('1')
    await page.context().close()
  })

  test('beside the door it takes down a code that nobody renews, and keeps the bell', async () => {
    const peer = await DisplayPeer.listen({
      display: { place: 'door-side', door: 'Front door' },
      wall: wall([door('Front door', 'locked-proved')]),
    })
    await using _ = peer
    const page = await hang({ browser, url: peer.url, size })
    await until('the display to listen', () => peer.listeners === 1)
    await shows(page, 'h1', 'Please ring.')
    const url = `${peer.url}/d/front?t=GQ4rJ7c9vYxT1m2nB3kL5w`
    peer.doorCode({ code: 'GQ4rJ7c9vYxT1m2nB3kL5w', url, goodForMs: 6_000 })
    const code = page.locator('.code')
    await code.waitFor()
    const box = await code.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(300)
    await expectWell(page, size, ['Delivery?', 'Scan here.'])
    await keepPicture(page, `display-${size}-door-side`)
    await page.getByRole('button').click()
    await shows(page, '.bell', 'Rung. Please wait.')
    expect(peer.bells).toBe(1)
    // Pressed again in haste: it is one ring.
    await page.getByRole('button').click()
    expect(peer.bells).toBe(1)
    await shows(page, 'h1', 'Please ring.')
    expect(await code.count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(1)
    await expectWell(page, size, ['Please ring.'])

    peer.doorCode({ code: 'x', url, goodForMs: 60_000 })
    await code.waitFor()
    peer.isOpen = false
    peer.cut()
    await shows(page, 'h1', 'Please ring.')
    expect(await code.count()).toBe(0)
    // Without the hub this bell would ring nowhere.
    expect(await page.getByRole('button').count()).toBe(0)
    await keepPicture(page, `display-${size}-door-side-lost`)
    await page.context().close()
  })
})
