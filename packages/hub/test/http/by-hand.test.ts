// Opening, locking and taking over by hand, as a person signed in does it from the owner page.
import { expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'

test('a person who has just signed in opens the door once, and everybody reads who it was', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const { status, body } = await hub.ask('POST /api/v1/doors/front/open', { headers })
  expect([status, body]).toEqual([200, { ok: true, op: expect.stringMatching(/^h_/) }])
  await hub.pass(5)
  expect(hub.door.unlocks).toEqual([body.op])
  const me = await hub.ask('GET /api/v1/me', { headers })
  const granted = hub.lines.find(({ type }) => type.startsWith('ManualOpen'))
  expect(granted?.data).toMatchObject({ by: me.body.id, face: 'owner-page' })
})

test('three times in ten minutes are enough', async () => {
  await using hub = await TestHub.open()
  const codes: unknown[] = []
  for (let n = 0; n < 4; n++) {
    const headers = await hub.owner()
    codes.push((await hub.ask('POST /api/v1/doors/front/open', { headers })).body.code)
    await hub.pass(60)
  }
  expect(codes.slice(0, 3)).toEqual([undefined, undefined, undefined])
  expect(codes[3]).toBe('OPENING_LIMIT')
})

test('locking by hand is done at once, and is refused with an open leaf', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const lock = (): Promise<{ status: number; body: unknown }> =>
    hub.ask('POST /api/v1/doors/front/lock', { headers })
  hub.door.do({ type: 'turn', to: 'unlock' })
  await hub.pass(5)
  expect(hub.door.isLocked).toBe(false)
  expect(await lock()).toMatchObject({ status: 200, body: { ok: true } })
  await hub.pass(5)
  expect(hub.door.isLocked).toBe(true)
  hub.door.do({ type: 'open', from: 'inside', wide: true })
  await hub.pass(2)
  expect(await lock()).toMatchObject({ status: 409, body: { code: 'DOOR_OPEN' } })
})

test('a page that shows an older visit cannot take over a newer one', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.arrived()
  const older = hub.sid
  await hub.ask(`POST /api/v1/sessions/${older}/deny`, { headers })
  await hub.hook('out-for-delivery', { number: 'JD000000000000000001' })
  await hub.pass(1)
  expect(hub.sid).not.toBe(older)
  for (const [word, code] of [
    ['take-over', 'OTHER_SESSION'],
    ['abort', 'OTHER_SESSION'],
    ['deny', 'OTHER_SESSION'],
  ])
    expect(await hub.ask(`POST /api/v1/sessions/${older}/${word}`, { headers })).toMatchObject({
      status: 409,
      body: { code },
    })
  expect(hub.phase).toBe('armed')
})

test('no door and no visit that nobody knows', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  for (const path of [
    'doors/attic/open',
    'doors/attic/lock',
    'sessions/s_none/deny',
    'sessions/s_none/abort',
    'sessions/s_none/take-over',
    'sessions/s_none/pass',
  ])
    expect(await hub.ask(`POST /api/v1/${path}`, { headers })).toMatchObject({
      status: 404,
      body: { code: 'HUB_HTTP_NOT_FOUND' },
    })
})

test('a pass is made for a visit that is to come, and for none that is over', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.armed()
  const { sid } = hub
  const made = await hub.ask(`POST /api/v1/sessions/${sid}/pass`, { headers: await hub.token('pass') })
  expect([made.status, made.body]).toEqual([
    201,
    {
      pass: expect.stringMatching(/^[\w-]{22}$/),
      id: expect.stringMatching(/^k_/),
      url: `${hub.houseUrl}/c/${made.body.pass}`,
    },
  ])
  expect((await hub.arrive(made.body.pass)).status).toBe(200)
  await hub.ask(`POST /api/v1/sessions/${sid}/deny`, { headers })
  const late = await hub.ask(`POST /api/v1/sessions/${sid}/pass`, { headers })
  expect([late.status, late.body.code]).toEqual([409, 'NOT_EXPECTED'])
})
