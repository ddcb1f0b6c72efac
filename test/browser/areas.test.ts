// Areas drawn by the owner: with the mouse and with the keyboard over a still of the camera, undone, saved; a mask is black
// in the next still and ends the live view in words; and it does not come off by a signed-in telephone alone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser } from '../support/browser.ts'
import type { HubProcess } from '../support/hub-process.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { type PhoneRoom, openPhoneRoom } from '../support/phone-room.ts'
import type { Owner } from '../support/people.ts'

const PATH = '/api/v1/cameras/porch/areas'

describe.skipIf(noBrowser !== null)('what a camera looks at', () => {
  let room: PhoneRoom | undefined
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    room = await openPhoneRoom()
    ;({ hub, owner, browser, phone, page } = room)
  }, 60_000)

  afterAll(async () => {
    await room?.[Symbol.asyncDispose]()
  })

  const open = async (): Promise<void> => {
    await phone.go('house/devices')
    await page.getByRole('link', { name: 'Porch: what it looks at' }).click()
    await page.getByRole('img', { name: 'Porch, a still to draw on' }).waitFor()
  }
  const saved = async (): Promise<void> => {
    const answer = page.waitForResponse(
      (reply) => reply.url().endsWith(PATH) && reply.request().method() === 'POST',
    )
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    expect((await answer).status()).toBe(200)
  }
  const areas = (): Promise<{ drop: number[][] | null; leaf: number[][] | null; masks: number[][][] }> =>
    page.evaluate(async (path) => await (await fetch(path)).json(), PATH)

  test('a drop zone is drawn with the mouse and with the keyboard, undone, and saved', async () => {
    await open()
    await page.getByRole('button', { name: 'Draw The drop zone' }).click()
    const frame = await page.locator('.areas-picture').boundingBox()
    const corner = await page.locator('.corner').first().boundingBox()
    if (!frame || !corner) throw new Error('nothing to draw on')
    await page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2)
    await page.mouse.down()
    await page.mouse.move(frame.x + frame.width * 0.1, frame.y + frame.height * 0.2, { steps: 4 })
    await page.mouse.up()
    const left = page.getByRole('spinbutton', { name: 'The drop zone, corner 1, percent from the left' })
    expect(Math.abs(Number(await left.inputValue()) - 10)).toBeLessThan(1)
    await left.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    const moved = Number(await left.inputValue())
    expect(moved).toBeGreaterThan(11)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: '4 corners of The drop zone' }).click()
    expect(Number(await left.inputValue())).toBeLessThan(moved)
    await page.getByRole('button', { name: 'One corner more' }).click()
    expect(await barriers(page)).toEqual([])
    await page.locator('.areas-picture').scrollIntoViewIfNeeded()
    await keepPicture(page, 'house-areas')
    await saved()
    const { drop } = await areas()
    expect(drop).toHaveLength(5)
    await page.getByText('Drawn here: it counts').waitFor()
  })

  test('a mask is black in the next still, and the live view is refused in words', async () => {
    await open()
    await page.getByRole('button', { name: 'Add a mask' }).click()
    await saved()
    await page.getByRole('img', { name: 'Porch, a still to draw on' }).waitFor()
    await keepPicture(page, 'house-areas-masked')
    const luma = await page.evaluate(async () => {
      const reply = await fetch('/api/v1/cameras/porch/still')
      const picture = await createImageBitmap(await reply.blob())
      const canvas = new OffscreenCanvas(picture.width, picture.height)
      const pen = canvas.getContext('2d')
      if (!pen) throw new Error('nothing to draw with')
      pen.drawImage(picture, 0, 0)
      const at = (x: number, y: number): number => {
        const { data } = pen.getImageData(Math.round(x * picture.width), Math.round(y * picture.height), 1, 1)
        return Math.max(data[0] ?? 0, data[1] ?? 0, data[2] ?? 0)
      }
      return { inside: [at(0.5, 0.5), at(0.36, 0.64)], around: [at(0.2, 0.5), at(0.8, 0.5), at(0.5, 0.8)] }
    })
    expect(Math.max(...luma.inside)).toBeLessThan(6)
    expect(Math.max(...luma.around)).toBeGreaterThan(20)
    const refused = await page.evaluate(async () => {
      const reply = await fetch('/whep/porch', {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n',
      })
      return [reply.status, ((await reply.json()) as { code: string }).code]
    })
    expect(refused).toEqual([403, 'HUB_CAMERA_MASKED'])
    await phone.go('door/front')
    await page.getByRole('button', { name: 'Show the picture' }).click()
    await page
      .getByText('Something in this view is masked: single pictures, no live view, no film.')
      .first()
      .waitFor()
  })

  test('T13: a mask comes off by a code from the console and later, and anybody keeps it', async () => {
    await open()
    await page.getByRole('button', { name: 'Take away Mask 1' }).click()
    const save = page.getByRole('button', { name: 'Save, and unmask in 15 minutes' })
    expect(await save.isDisabled()).toBe(true)
    const { code } = await hub.ask({ type: 'rules-code' })
    await page.getByLabel('Code from the hub').fill(code)
    await save.click()
    await page.getByRole('region', { name: 'A change that waits' }).getByText('a mask is taken off').waitFor()
    expect((await areas()).masks).toHaveLength(1)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Keep it masked' }).click()
    await page.getByRole('button', { name: 'Take away Mask 1' }).waitFor()
    expect(await page.getByRole('region', { name: 'A change that waits' }).count()).toBe(0)
  })

  test('what is no area is refused in words, and a witness is not masked', async () => {
    await open()
    const left = (n: number): ReturnType<Page['getByRole']> =>
      page.getByRole('spinbutton', { name: `The drop zone, corner ${n}, percent from the left` })
    await page.getByRole('button', { name: '5 corners of The drop zone' }).click()
    for (const n of [1, 2, 3, 4, 5]) {
      await left(n).fill('50')
      await left(n).press('Tab')
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').getByText('The drop zone encloses nothing').waitFor()
    await phone.go('house/devices/hall')
    await page.getByText('It is the witness of a door').waitFor()
    await page.getByText('Areas can be drawn without a picture').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('it reads on the smallest telephone, and survives a restart', async () => {
    await using small = await phoneOf({ browser, hub, owner, width: 320 })
    await small.go('house/devices/porch')
    await small.page.getByRole('button', { name: '5 corners of The drop zone' }).click()
    await expectNoSideways(small.page, 'areas')
    await keepPicture(small.page, 'house-areas-320')
    await using wide = await phoneOf({ browser, hub, owner, width: 1_280 })
    await wide.go('house/devices/porch')
    await wide.page.getByRole('button', { name: '5 corners of The drop zone' }).waitFor()
    await keepPicture(wide.page, 'house-areas-1280')
    const before = await areas()
    await hub.stop()
    await hub.begin()
    await open()
    expect(await areas()).toEqual(before)
  })
})
