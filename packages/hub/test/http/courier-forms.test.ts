// The courier's forms as a browser without script sends them: where they lead, what goes along, and who may send one.
import { wordsOf } from '@portico/web/courier'
import { describe, expect, test } from 'vitest'
import { code, cookiesOf, form, knock, look, passIn, stateOf, textOf } from '../support/courier-browser.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

const words = wordsOf('en')

describe('forms, without script', () => {
  test('label, then "I am at the door": the code goes along with this phone and serves once', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const scanned = code(hub)
    const begun = await knock(hub, scanned)
    expect([begun.status, begun.headers.location]).toEqual([303, expect.stringMatching(/^\/c\/[\w-]{22}$/)])
    expect(textOf(begun)).toBe('')
    const path = begun.headers.location ?? ''
    expect(begun.headers['set-cookie']).toEqual([
      `courier-code=${scanned}; Max-Age=60; Path=${path}; HttpOnly; SameSite=Strict`,
      expect.stringMatching(
        new RegExp(`^courier-phone=[\\w-]{22}; Max-Age=43200; Path=${path}; HttpOnly; SameSite=Lax$`),
      ),
      expect.stringMatching(
        new RegExp(
          `^courier-pass=${passIn(begun)}\\.[\\w-]{22}; Max-Age=43200; Path=/d; HttpOnly; SameSite=Lax$`,
        ),
      ),
    ])
    const welcome = await look(hub, path, cookiesOf(begun))
    expect(textOf(welcome)).toContain(`<input type="hidden" name="code" value="${scanned}" />`)
    const arrived = await hub.street(`POST ${path}/arrive`, form(hub, { code: scanned }, cookiesOf(begun)))
    expect([arrived.status, arrived.headers.location]).toEqual([303, path])
    expect(hub.phase).toBe('authorising')
    const waiting = await look(hub, path, cookiesOf(begun))
    expect([stateOf(waiting), textOf(waiting).includes('<form')]).toEqual(['wait', false])
  })
  test('another phone with the same address is given no code', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const begun = await knock(hub)
    const page = textOf(await look(hub, begun.headers.location ?? ''))
    expect(page).toContain(words.scan)
    expect(page).not.toContain('<form')
  })
  test('a double tap asks the owner once, and both answers lead to the same page', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const scanned = code(hub)
    const { location = '' } = (await knock(hub, scanned)).headers
    const twice = await Promise.all(
      [1, 2].map(() => hub.street(`POST ${location}/arrive`, form(hub, { code: scanned }))),
    )
    expect(twice.map(({ status, headers }) => [status, headers.location])).toEqual([
      [303, location],
      [303, location],
    ])
    expect(hub.lines.filter(({ type }) => type === 'ApprovalAsked')).toHaveLength(1)
    expect(stateOf(await look(hub, location))).toBe('wait')
  })
  test('a wrong number: the page again with its sentence, its code, and no word of what was typed', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const scanned = code(hub)
    const page = await hub.street('POST /d/front', form(hub, { code: scanned, label: 'WRONG000001' }))
    expect(page.status).toBe(409)
    expect(textOf(page)).toContain(`value="${scanned}"`)
    expect(textOf(page)).toContain('role="alert"')
    expect(textOf(page)).not.toContain('WRONG000001')
    expect(page.headers['set-cookie']).toBeUndefined()
  })
  test('a form that lacks something is answered with a sentence, JSON that lacks it with a code', async () => {
    await using hub = await TestHub.open()
    const scanned = code(hub)
    for (const fields of [
      { code: scanned },
      { code: scanned, label: '' },
      { code: scanned, label: 'x'.repeat(65) },
    ]) {
      const page = await hub.street('POST /d/front', form(hub, fields))
      expect([page.status, stateOf(page), textOf(page).includes(`value="${scanned}"`)]).toEqual([
        400,
        'door',
        true,
      ])
    }
    const none = await hub.street('POST /d/front', form(hub, { label: NUMBER }))
    expect([none.status, textOf(none).includes(words.B)]).toEqual([400, true])
    const pass = await hub.street(`POST /c/${'A'.repeat(22)}/arrive`, form(hub, { more: '1' }))
    expect(pass.status).toBe(400)
    expect((await hub.street('POST /d/front', { body: { label: NUMBER } })).body.code).toBe('HUB_HTTP_BODY')
  })
  test('a no that the page of the pass does not show is shown at once', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    // A second parcel, and its courier is there first: the page of the other welcomes still.
    const number = 'JD014600003888129047'
    await hub.claim(number)
    await hub.hook('out-for-delivery', { number })
    await hub.pass(0.1)
    const [pass, other] = [await hub.begin(), await hub.begin(number)]
    await hub.arrive(pass)
    const busy = await hub.street(`POST /c/${other}/arrive`, form(hub, { code: code(hub) }))
    expect([busy.status, stateOf(busy), textOf(busy).includes(words.C)]).toEqual([409, 'ended', true])
    const unknown = await hub.street(`POST /c/${'A'.repeat(22)}/arrive`, form(hub, { code: 'x' }))
    expect([unknown.status, stateOf(unknown)]).toEqual([404, 'ended'])
  })
  test('whoever came by a link and scans has its pass at hand; another parcel is asked for its number', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const pass = await hub.begin()
    const linked = await look(hub, `/c/${pass}`)
    expect([stateOf(linked), textOf(linked).includes('<form')]).toEqual(['welcome', false])
    const cookies = cookiesOf(linked)
    const scanned = code(hub)
    const page = await look(hub, `/d/front?t=${scanned}`, cookies)
    expect(textOf(page)).toMatch(new RegExp(`<form [^>]*action="/c/${pass}/arrive">`))
    const other = await look(hub, `/d/front?t=${scanned}&other=1`, cookies)
    expect(textOf(other)).toMatch(/<form [^>]*action="\/d\/front">/)
    // At a door that it is not for, or when it is none, a kept pass is nothing.
    const elsewhere = hub.runtime.codes.mint(FRONT).code
    for (const cookie of [`courier-pass=${'A'.repeat(22)}`, 'courier-pass=', 'courier-pass=%00'])
      expect(textOf(await look(hub, `/d/front?t=${elsewhere}`, { cookie }))).toMatch(/action="\/d\/front">/)
  })
  test('after a stale code the next one is good again, though the page has just said no', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const pass = await hub.begin()
    await hub.street(`POST /c/${pass}/arrive`, form(hub, { code: 'nonsense' }))
    expect(stateOf(await look(hub, `/c/${pass}`))).toBe('refused')
    const scanned = code(hub)
    const again = await look(hub, `/d/front?t=${scanned}`, { cookie: `courier-pass=${pass}` })
    expect(stateOf(again)).toBe('welcome')
    await hub.street(`POST /c/${pass}/arrive`, form(hub, { code: scanned }))
    expect(hub.phase).toBe('authorising')
  })
})

describe('who may send a form', () => {
  test.each(['https://evil.example', 'null', 'http://localhost'])(
    'not a page of Origin %s',
    async (origin) => {
      await using hub = await TestHub.open()
      await hub.armed()
      const scanned = code(hub)
      const sent = await hub.street('POST /d/front', form(hub, { code: scanned, label: NUMBER }, { origin }))
      expect([sent.status, sent.headers['set-cookie'], textOf(sent).includes(words.E)]).toEqual([
        403,
        undefined,
        true,
      ])
      expect(hub.runtime.codes.look(FRONT, scanned).fault).toBeNull()
    },
  )
  test('forms are read on these two addresses and nowhere else', async () => {
    await using hub = await TestHub.open()
    for (const path of ['/api/v1/parcels', '/api/v1/sign-in', '/virtual/open']) {
      const { status } = await hub.ask(`POST ${path}`, {
        ...form(hub, { trackingNumber: NUMBER }),
        headers: {
          ...form(hub, {}).headers,
          ...(await hub.owner()),
          'content-type': 'application/x-www-form-urlencoded',
        },
      })
      expect([path, status]).toEqual([path, 415])
    }
  })
  test('a form too large to be one is told so', async () => {
    await using hub = await TestHub.open()
    const page = await hub.street('POST /d/front', form(hub, { code: 'x', label: 'x'.repeat(20_000) }))
    expect([page.status, page.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
  })
})
