// Speaking through a camera in a real browser over HTTPS of the house: the words arrive, and every way in which they
// cannot is said. The browser trusts the house because its certificate is installed, and for no other reason.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser } from '../support/browser.ts'
import { hang, letIn, shows } from '../support/display-room.ts'
import { HubProcess } from '../support/hub-process.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { barriers, expectFits, keepPicture } from '../support/page-checks.ts'
import { Owner } from '../support/people.ts'
import { talkingHome } from '../support/talking-home.ts'
import { TONES, loudnessOf, shareOf } from '../support/tone.ts'
import { HOUSE_NAME, type TrustingBrowser, noTrust, trustingBrowser } from '../support/trusting-browser.ts'
import { until } from '../support/until.ts'

/** A hub and two browsers on a machine that others use as well, ms. */
const START_WITHIN_MS = 120_000

let hub: HubProcess
let house: TrustingBrowser | null = null

const secure = (path = ''): string => `https://${HOUSE_NAME}:${new URL(hub.url).port}${path}`

/** Signed in over HTTPS. */
async function phoneOf({ browser }: TrustingBrowser = need()): Promise<Phone> {
  const phone = await Phone.blank({ browser })
  await phone.page.goto(secure(await linkOf(hub)))
  await phone.shows('Front door: locked', 30_000)
  return phone
}

function need(): TrustingBrowser {
  if (!house) throw new Error('no browser')
  return house
}

const skips = noBrowser ?? noTrust
if (skips !== null) console.warn(`talk is NOT tried: ${skips}`)

describe.skipIf(skips !== null)('talk', () => {
  beforeAll(async () => {
    hub = await HubProcess.start({ settings: talkingHome })
    house = await trustingBrowser(hub)
  }, START_WITHIN_MS)
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]()
    await hub[Symbol.asyncDispose]()
  })

  test('what is said while the button is held is heard at the door, at once and no longer', async () => {
    await using phone = await phoneOf()
    await using home = await hub.house()
    const { page } = phone
    await home.act('ring', 'front')
    await phone.shows('Record answers to say them here')
    const button = phone.button(/Hold to answer/)
    const began = performance.now()
    await phone.press(button)
    await phone.shows('You are heard at the door')
    await phone.shows(/Speak now\s+\d\d s/)
    expect(await page.getByRole('button', { pressed: true }).count()).toBe(1)
    await keepPicture(page, 'owner-talk')
    expect(await barriers(page)).toEqual([])
    type Heard = { readonly sound?: string; readonly camera?: { readonly heardMs: number } }
    const listen = (): Promise<Heard> => home.act('listen', 'porch')
    await until('enough to be heard', async () => ((await listen()).camera?.heardMs ?? 0) > 2_000, 60_000)
    await page.mouse.up()
    const heldMs = performance.now() - began
    await phone.shows('Hold to answer')
    const { sound = '', camera } = await listen()
    const heard = Buffer.from(sound, 'base64')
    const [low, high] = TONES.map((hertz) => shareOf(hertz, heard))
    expect((low ?? 0) + (high ?? 0)).toBeGreaterThan(0.7)
    expect(Math.min(low ?? 0, high ?? 0)).toBeGreaterThan(0.05)
    expect(shareOf(2_000, heard)).toBeLessThan(0.02)
    expect(loudnessOf(heard)).toBeGreaterThan(0.02)
    expect(camera?.heardMs).toBeLessThan(heldMs + 500)
    expect(phone.errors).toEqual([])
  })

  test('by keyboard: pressed once it speaks, pressed again it ends', async () => {
    await using phone = await phoneOf()
    await phone.goTo('#/door/front')
    await phone.button('Hold to talk').focus()
    await phone.page.keyboard.press('Enter')
    await phone.shows('You are heard at the door')
    await phone.page.keyboard.press('Space')
    await phone.shows('Hold to talk')
    expect(phone.errors).toEqual([])
  })

  test('a second one is told who speaks', async () => {
    await using first = await phoneOf()
    await using second = await phoneOf()
    for (const phone of [first, second]) {
      // oxlint-disable-next-line no-await-in-loop
      await phone.goTo('#/door/front')
      // oxlint-disable-next-line no-await-in-loop
      await phone.button('Hold to talk').focus()
    }
    await first.page.keyboard.press('Enter')
    await first.shows('You are heard at the door')
    await second.page.keyboard.press('Enter')
    await second.shows('speaks there now.')
    expect(await first.says('You are heard at the door')).toBe(true)
  })

  test('a microphone that is refused is said, with what to do', async () => {
    await using refusing = await trustingBrowser(hub, { trusts: true, microphone: 'refused' })
    await using phone = await phoneOf(refusing)
    await phone.goTo('#/door/front')
    await phone.button('Hold to talk').focus()
    await phone.page.keyboard.press('Enter')
    await phone.shows('The microphone is refused. Allow it for this page')
    await keepPicture(phone.page, 'owner-talk-refused')
    expect(await barriers(phone.page)).toEqual([])
  })

  test('signing out elsewhere ends it in the middle of a word', async () => {
    await using phone = await phoneOf()
    await phone.goTo('#/door/front')
    await phone.button('Hold to talk').focus()
    await phone.page.keyboard.press('Enter')
    await phone.shows('You are heard at the door')
    const answer = await phone.page.evaluate(
      async () => (await fetch('/api/v1/sign-out', { method: 'POST' })).status,
    )
    expect(answer).toBe(200)
    await phone.shows('Sign in')
    await using home = await hub.house()
    const heardMs = async (): Promise<number> =>
      // cast: as above
      ((await home.act('listen', 'porch')) as { camera: { heardMs: number } }).camera.heardMs
    let before = -1
    await until('silence', async () => {
      const now = await heardMs()
      const isStill = now === before
      before = now
      return isStill
    })
  })

  test('an answer is recorded once, played from a display by one tap, heard, and shown beside the door; the owner is told', async () => {
    const { browser } = need()
    await using phone = await phoneOf()
    const { page } = phone
    await phone.goTo('#/house/answers')
    await phone.shows('Not recorded yet')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Not today' })
      .getByRole('button', { name: 'Record' })
      .click()
    await phone.shows(/Stop, [1-7] s left/)
    await phone.button(/Stop/).click()
    await phone.shows('“Not today, thank you.” is recorded.')
    await page.getByRole('button', { name: 'Record again' }).waitFor()
    await keepPicture(page, 'owner-answers')
    expect(await barriers(page)).toEqual([])
    const lasts = await page.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
      audio.preload = 'auto'
      await new Promise((resolve, reject) => {
        audio.addEventListener('loadedmetadata', resolve)
        audio.addEventListener('error', () => reject(new Error('it does not play')))
        audio.load()
      })
      return audio.duration
    })
    expect(lasts).toBeGreaterThan(1)

    await using owner = await Owner.signIn(hub)
    const wall = await hang({ browser, url: secure(), size: '7-inch' })
    const beside = await hang({ browser, url: secure(), size: '10-inch' })
    await letIn({ page: wall, owner: owner.home, name: 'Hall display' })
    await letIn({ page: beside, owner: owner.home, name: 'Door', door: 'front' })
    await using home = await hub.house()
    await home.act('ring', 'front')
    await phone.shows('Somebody rings')
    await shows(wall, '.rings', 'Somebody rings')
    await shows(wall, '.rings', 'Not today, thank you.')
    await expectFits(wall)
    await keepPicture(wall, 'display-ring-7-inch-answers')
    expect(await barriers(wall)).toEqual([])
    await wall.getByRole('button', { name: 'Not today, thank you.' }).click()
    await shows(wall, '.rings', 'Said at the door: “Not today, thank you.”')
    await shows(beside, '.hung', 'Not today, thank you.')
    await phone.shows('Answered by Hall display')
    await until('the ring to leave the phone', async () => !(await phone.says('Answered by')))
    await until('the answer to be heard', async () => {
      // cast: the answer of this act
      const { sound = '' } = (await home.act('listen', 'porch')) as { sound?: string }
      const heard = Buffer.from(sound, 'base64')
      return TONES.reduce((sum, hertz) => sum + shareOf(hertz, heard), 0) > 0.6
    })
    // A display may speak as well, and says so.
    const speaks = wall.locator('.talk').getByText('You are heard at the door')
    await wall.getByRole('button', { name: 'Hold to answer' }).focus()
    await until('the display to speak', async () => {
      // Not before the answer was heard to its end.
      await wall.keyboard.press('Enter')
      return speaks.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      )
    })
    await wall.keyboard.press('Enter')
    await shows(wall, '.talk', 'Hold to answer')
    expect(phone.errors).toEqual([])
    await Promise.all([wall.context().close(), beside.context().close()])
  })

  test('without HTTPS the house shows the way to it, and nothing else', async () => {
    await using stranger = await trustingBrowser(hub, { trusts: false, microphone: 'refused' })
    await using phone = await Phone.blank({ browser: stranger.browser })
    const { page } = phone
    const plain = secure().replace('https:', 'http:')
    await page.goto(`${plain}/#/door/front`)
    await phone.shows('One step, once for each phone')
    const words =
      hub.command('certificate', 'show', '--config', `${hub.folder}/portico.yaml`).out.split('\n')[0] ?? ''
    expect(words.split(' ')).toHaveLength(8)
    await phone.shows(words)
    await keepPicture(page, 'certificate')
    expect(await barriers(page)).toEqual([])
    expect(await phone.overhang()).toBe(0)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the certificate' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('portico-house.crt')
    // One that does not trust the house is warned by the browser itself.
    await expect(page.goto(secure())).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
    const refused = await fetch(`${plain.replace(HOUSE_NAME, '127.0.0.1')}/api/v1/me`)
    expect(refused.status).toBe(401)
  })
})
