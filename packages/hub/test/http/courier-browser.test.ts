// The courier's pages as a browser gets them: who is answered with a page, in which language, what a page may load, and
// that looking does nothing.
import { createHash } from 'node:crypto'
import { languages, wordsOf } from '@portico/web/courier'
import { describe, expect, test } from 'vitest'
import {
  accept,
  code,
  cookiesOf,
  form,
  knock,
  look,
  passIn,
  stateOf,
  textOf,
} from '../support/courier-browser.ts'
import { EventStream } from '../support/event-stream.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

const words = wordsOf('en')

describe('who is answered what', () => {
  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json, text/html;q=0', 'application/json'],
    ['text/htmlx', 'application/json'],
    ['text/html', 'text/html'],
    ['TEXT/HTML;q=0.5', 'text/html'],
    [accept, 'text/html'],
  ])('Accept %s: %s', async (asked, type) => {
    await using hub = await TestHub.open()
    await hub.armed()
    const pass = await hub.begin()
    for (const path of ['/d/front', `/c/${pass}`, `/c/${'A'.repeat(22)}`]) {
      const { headers } = await hub.street(`GET ${path}`, {
        headers: asked === undefined ? {} : { accept: asked },
      })
      expect([path, headers['content-type']?.split(';')[0]]).toEqual([path, type])
      expect(headers.vary).toContain('accept')
      expect(headers['cache-control']).toBe('no-store')
    }
  })
  test('the language of the browser, unless one was chosen', async () => {
    await using hub = await TestHub.open()
    const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.1' }
    expect(textOf(await look(hub, '/d/front', german))).toContain('<html lang="de" dir="ltr">')
    expect(textOf(await look(hub, '/d/front?lang=ar', german))).toContain('<html lang="ar" dir="rtl">')
    for (const lang of ['xx', '__proto__', 'en&lang=de', ''])
      expect((await look(hub, `/d/front?lang=${lang}`, german)).status).toBe(200)
    const wrong = form(hub, { code: code(hub), label: 'WRONG000001' }, german)
    expect(textOf(await hub.street('POST /d/front', wrong))).toContain(wordsOf('de').H)
  })
  test('a chosen language goes along to the page of the pass', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const { headers } = await hub.street(
      'POST /d/front?lang=tr',
      form(hub, { code: code(hub), label: NUMBER }),
    )
    expect(headers.location).toMatch(/^\/c\/[\w-]{22}\?lang=tr$/)
  })
})

describe('the page behind the code at a door', () => {
  test('without a code, or with one that is not good any more: scan it, and no form', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const old = code(hub)
    await hub.pass(61)
    for (const query of ['', '?t=', '?t=whatever', `?t=${old}`, `?t=${'A'.repeat(65)}`, '?t=a&t=b']) {
      const page = await look(hub, `/d/front${query}`)
      expect([query, page.status]).toEqual([query, 200])
      expect(textOf(page)).toContain(words.B)
      expect(textOf(page)).not.toContain('<form')
    }
  })
  test('with a code it asks for the number, the same whether anything is due or not', async () => {
    await using hub = await TestHub.open()
    const scanned = code(hub)
    const idle = textOf(await look(hub, `/d/front?t=${scanned}`))
    expect(idle).toContain(`<input type="hidden" name="code" value="${scanned}" />`)
    expect(idle).toMatch(/<form [^>]*action="\/d\/front">/)
    await hub.armed()
    expect(textOf(await look(hub, `/d/front?t=${scanned}`))).toBe(idle)
    // It was not used up by looking.
    expect(hub.runtime.codes.look(FRONT, scanned).fault).toBeNull()
  })
  test('no door is told from another', async () => {
    await using hub = await TestHub.open()
    const page = async (door: string): Promise<string> =>
      textOf(await look(hub, `/d/${door}?t=whatever`)).replaceAll(door, 'DOOR')
    expect(await page('attic')).toBe(await page('front'))
  })
})

describe('what a page may do', () => {
  test('it loads this hub alone, and its one stylesheet is the one in its policy', async () => {
    await using hub = await TestHub.open()
    const page = await look(hub, '/d/front')
    const style = /<style>(.*)<\/style>/s.exec(textOf(page))?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'sha256-${hash}'; img-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    )
    expect(page.headers).toMatchObject({
      'referrer-policy': 'strict-origin',
      'x-robots-tag': 'noindex, nofollow',
      'x-content-type-options': 'nosniff',
    })
  })
  test('its script is kept an hour, on both listeners', async () => {
    await using hub = await TestHub.open()
    const address = /src="(\/courier\.js\?v=\w{12})"/.exec(textOf(await look(hub, '/d/front')))?.[1] ?? ''
    for (const ask of [hub.ask.bind(hub), hub.street.bind(hub)]) {
      const script = await ask(`GET ${address}`, { headers: { 'accept-encoding': 'gzip' } })
      expect([script.status, script.headers['content-type'], script.headers['content-encoding']]).toEqual([
        200,
        'text/javascript; charset=utf-8',
        'gzip',
      ])
      expect(script.headers['cache-control']).toBe('public, max-age=3600')
      expect(script.bytes.length).toBeLessThanOrEqual(12 * 1024)
    }
  })
  test('behind a public name with HTTPS its cookies are for HTTPS alone', async () => {
    await using hub = await TestHub.open({ settings: { publicUrl: 'https://door.example' } })
    await hub.armed()
    const headers = { host: 'door.example', origin: 'https://door.example' }
    const begun = await hub.street('POST /d/front', form(hub, { code: code(hub), label: NUMBER }, headers))
    for (const cookie of begun.headers['set-cookie'] ?? []) expect(cookie).toContain('; Secure;')
  })
  test('T3: looking changes nothing, whoever looks and whatever it brings along', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const begun = await knock(hub)
    const path = begun.headers.location ?? ''
    const before = hub.seq
    for (const headers of [{}, cookiesOf(begun), { 'user-agent': 'crawler' }])
      for (const each of [
        path,
        `${path}?lang=de`,
        '/d/front',
        `/d/front?t=${code(hub)}`,
        `${path}/arrive`,
        '/courier.js',
      ])
        await look(hub, each, headers)
    expect(hub.seq).toBe(before)
    expect((await hub.arrive(passIn(begun))).status).toBe(200)
  })
})

test('a visit as its pages show it, in every language, and no word about the home', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner('Ada Lovelace')
  await hub.armed()
  const { sid } = hub
  const pass = await hub.begin()
  const shown: string[] = []
  const states: (string | undefined)[] = []
  const see = async (): Promise<void> => {
    for (const language of languages) {
      const page = await look(hub, `/c/${pass}?lang=${language}`)
      shown.push(textOf(page))
      if (language === 'en') states.push(stateOf(page))
      expect(textOf(page)).toContain(wordsOf(language).simulated)
    }
  }
  await see()
  await hub.arrive(pass)
  await see()
  await hub.approve(owner)
  await hub.pass(3)
  await see()
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  await hub.pass(1)
  await see()
  hub.door.do({ type: 'close' })
  await hub.pass(1)
  await see()
  await hub.sealed(sid)
  await see()
  expect(states).toEqual(['welcome', 'wait', 'open', 'place', 'close', 'thanks'])
  const secrets = [
    NUMBER,
    NUMBER.slice(-8),
    sid,
    'front',
    'Front',
    'hall',
    'porch-',
    'Ada',
    'Lovelace',
    'easypost',
    'UPS',
    'u_',
    'p_',
  ]
  const all = shown.join('\n')
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  expect(shown.at(-12)).toMatch(/<time>\d\d:\d\d<\/time>/)
})

test('a real home does not say that it is simulated', async () => {
  await using hub = await TestHub.open({ virtual: null, settings: { virtual: false } })
  expect(textOf(await look(hub, '/d/front'))).not.toContain('Simulated')
})

test('the stream of a page tells the page as drawn, in its language, and a beat between', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const pass = await hub.begin()
  using stream = await EventStream.open(`${hub.streetUrl}/c/${pass}/events?page=de`)
  await until('the first page', () => stream.text.includes('event: page'))
  expect(stream.told[0]).toContain('<main id="page" data-state="welcome"')
  expect(stream.told[0]).toContain(wordsOf('de').scan)
  await hub.pass(11)
  await until('two beats', () => stream.text.split('event: beat\n').length === 3)
  // Each says how old the stream was, so that a message which lay in the network is not taken for news.
  expect([...stream.text.matchAll(/^id: (\d+)$/gm)].map(([, age]) => Number(age))).toEqual([0, 5000, 10_000])
  await hub.arrive(pass)
  await until('the waiting', () => stream.told.at(-1)?.includes('data-state="wait"'))
  expect(stream.told.filter((page) => page !== null)).toHaveLength(2)
})
