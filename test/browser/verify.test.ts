// The page that checks evidence, with a real visit's file: from the hub, and from a disk with no hub at all. What was
// changed is named; nothing leaves the browser.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { altered, without } from '../support/evidence-lies.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { Visit } from '../support/visit.ts'

const folder = mkdtempSync(join(tmpdir(), 'portico-verify-'))
const path = (name: string): string => join(folder, name)
const pageFile = path('verify.html')

let browser: Browser
let evidence = Buffer.alloc(0)
let pin = ''
/** As the courier's last page tells it. */
let head = ''
/** Of the page as the hub served it. */
let served = ''

beforeAll(async () => {
  if (noBrowser !== null) return
  browser = await launchBrowser()
  await using visit = await Visit.begin()
  await visit.inside()
  await visit.leave()
  const { id } = await visit.closed()
  const exported = path('visit.tar')
  const { code, err } = visit.hub.command('evidence', 'export', id, '--out', exported)
  if (code !== 0) throw new Error(`evidence export: ${err}`)
  evidence = readFileSync(exported)
  pin = visit.hub.command('keys', 'show').out.split('\t')[0] ?? ''
  const view = await visit.courier.view()
  head = 'head' in view ? (view.head ?? '') : ''
  served = await (await fetch(`${visit.hub.url}/verify`)).text()
  writeFileSync(path('journal.jsonl'), visit.hub.command('journal', 'export').out)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The page as it lies in the evidence file, opened from the disk. */
async function open(width = 1280): Promise<Page> {
  const at = evidence.indexOf('verify.html\0')
  const size = Number.parseInt(evidence.subarray(at + 124, at + 135).toString('latin1'), 8)
  writeFileSync(pageFile, evidence.subarray(at + 512, at + 512 + size))
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())))
  await page.goto(pathToFileURL(pageFile).href)
  return page
}

/** What any page asked for, and what went wrong in one. */
const asked: string[] = []
const errors: string[] = []

async function choose(page: Page, name: string, bytes?: Buffer): Promise<void> {
  if (bytes) writeFileSync(path(name), bytes)
  await page.getByLabel(/Choose the evidence file/).setInputFiles(path(name))
}

const says = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByRole('status').getByText(words).waitFor({ timeout: 30_000 })

describe.skipIf(noBrowser !== null)('the page that checks evidence', () => {
  test('calls a visit unaltered under the pin, tells what happened and shows the photo, with no hub', async () => {
    const page = await open()
    await page.getByLabel(/Pin of the home/).fill(pin.toLowerCase())
    await page.getByLabel(/Noted head/).fill(head)
    await choose(page, 'visit.tar')
    await says(page, 'Unaltered')
    const rows = await page.locator('.behind').innerText()
    expect(rows).toMatch(/simulated: no real door moved/)
    expect(rows).toMatch(/(\d+) of \1 in chain/)
    expect(rows).toMatch(/(\d+) of \1 match/)
    expect(rows).toMatch(/(\d+) of \1 good/)
    expect(rows).toContain(`${pin}, as you named it`)
    expect(rows).toContain('is here and the same')
    const shown = await page.locator('.shown').innerText()
    for (const words of ['A resident said yes', 'The door opened', 'Proved locked', 'locked again'])
      expect(shown).toContain(words)
    await page.waitForFunction(
      () => (document.querySelector('figure img') as HTMLImageElement).naturalWidth > 0,
    )
    expect(await page.locator('video').count()).toBeGreaterThan(0)
    await keepPicture(page, 'verify-unaltered')
    expect(await barriers(page)).toEqual([])
    // The page is the only thing that was ever loaded.
    expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([pathToFileURL(pageFile).href])
    expect(errors).toEqual([])
  })

  test('without pin and head it says what is not known, and never Unaltered', async () => {
    const page = await open()
    await choose(page, 'visit.tar')
    await says(page, 'Cannot be checked: key unknown')
    expect(await page.locator('.behind').innerText()).toContain(`${pin}: compare it with the home's own`)
    await page.getByLabel(/Pin of the home/).fill('7KM2-Q9XT')
    expect(await page.locator('#pin-hint').innerText()).toContain('A pin has sixteen letters and digits')
    // Another home's pin: a liar's file is no better for being whole.
    await page.getByLabel(/Pin of the home/).fill('0000-0000-0000-0000')
    await says(page, /Altered at record \d+/)
    expect(await page.locator('.behind').innerText()).toContain(`it is signed by the key ${pin}`)
    await page.getByLabel(/Pin of the home/).fill(pin)
    await says(page, 'Unaltered')
  })

  test('names what was altered, and shows nothing of such a file', async () => {
    const page = await open()
    await choose(page, 'altered.tar', altered(evidence, '"DoorSecured"'))
    await says(page, /Altered at record \d+/)
    expect(await page.locator('.shown').count()).toBe(0)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'verify-altered')
    await choose(page, 'picture.tar', altered(evidence, '\u00ff\u00d8'))
    await says(page, /Altered/)
  })

  test('counts pictures that are missing', async () => {
    const page = await open()
    await page.getByLabel(/Pin of the home/).fill(pin)
    await choose(page, 'incomplete.tar', without(evidence, /^media\/\d+-film/))
    await says(page, /Incomplete: \d+ pictures missing/)
    expect(await page.locator('.shown').innerText()).toMatch(/film\.mp4: missing/)
    expect(await barriers(page)).toEqual([])
  })

  test('judges an export of the journal, and calls what is neither so', async () => {
    const page = await open()
    await page.getByLabel(/Pin of the home/).fill(pin)
    await choose(page, 'journal.jsonl')
    await says(page, 'Unaltered')
    const cut = readFileSync(path('journal.jsonl'), 'utf8').split('\n').slice(0, 5).join('\n')
    await page.getByLabel(/Noted head/).fill(head)
    await choose(page, 'cut.jsonl', Buffer.from(`${cut}\n`))
    await says(page, 'Altered at record 6')
    expect(await page.locator('.behind').innerText()).toContain('its end was cut off')
    await choose(page, 'holiday.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]))
    await says(page, 'This is no evidence and no journal')
    await choose(page, 'nothing.tar', Buffer.alloc(0))
    await says(page, 'The file is empty')
  })

  test('is worked with the keyboard alone, and fits a phone', async () => {
    const page = await open(390)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file')
    await page.keyboard.press('Tab')
    await page.keyboard.type(pin)
    await page.keyboard.press('Tab')
    await page.keyboard.type(head)
    await choose(page, 'visit.tar')
    await says(page, 'Unaltered')
    await expectNoSideways(page, 'the page that checks evidence')
    expect(await page.getByRole('status').getAttribute('aria-live')).toBeNull()
    await keepPicture(page, 'verify-phone')
  })

  test('is served by the hub as it stands in the file, and small', async () => {
    await open()
    expect(served).toBe(readFileSync(pageFile, 'utf8'))
  })
})
