// Hands and feet over HTTP: what names a target and what is an option, and the play of a delivery. That a play really
// delivers is shown in a browser, with a simulated house.
import { HubError } from '@portico/ports'
import { expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

test('a text names the target, true and false are an option', async () => {
  await using hub = await TestHub.open()
  const act = async (name: string, body: object): Promise<unknown> =>
    (await hub.ask(`POST /virtual/${name}`, { body })).body
  expect(await act('open', { on: 'front', from: 'inside' })).toEqual({
    act: 'open',
    on: 'front',
    options: { from: 'inside' },
  })
  for (const name of ['door', 'camera', 'device'])
    expect(await act('hold', { [name]: 'front', on: true })).toEqual({
      act: 'hold',
      on: 'front',
      options: { on: true },
    })
  expect(await hub.ask('POST /virtual/hold', { body: { door: 'front', on: 7 } })).toMatchObject({
    status: 400,
    body: { code: 'HUB_HTTP_BODY' },
  })
})

test('tells what hangs at each door', async () => {
  await using hub = await TestHub.open()
  const { status, body } = await hub.ask('GET /virtual/doors')
  expect(status).toBe(200)
  const [door] = hub.hub.settings.doors
  expect(body).toEqual([
    {
      id: door?.id,
      name: door?.name,
      lock: door?.lock,
      contact: door?.contact,
      edge: door?.edge,
      bell: door?.bell,
      cameras: door?.cameras.map(({ id, view }) => ({ id, view })),
    },
  ])
})

test('a house that cannot be looked at is an error, never an empty truth', async () => {
  await using hub = await TestHub.open({
    virtual: async () => {
      throw new HubError('HUB_VIRTUAL_UNKNOWN_ACT', 'nobody can truth here')
    },
  })
  const { status, body } = await hub.ask('GET /virtual/world')
  expect(status).toBeGreaterThanOrEqual(400)
  expect(body.doors).toBeUndefined()
})

test('one play at a time, told step by step', async () => {
  await using hub = await TestHub.open()
  expect((await hub.ask('GET /virtual/play')).body).toMatchObject({ state: 'none', steps: [] })
  expect((await hub.ask('POST /virtual/play')).status).toBe(400)
  expect((await hub.ask('POST /virtual/play', { body: { door: 'garage' } })).status).toBe(404)
  hub.readiness = { ready: false, reasons: ['front: no answer'], degraded: [] }
  expect(await hub.ask('POST /virtual/play', { body: {} })).toMatchObject({
    status: 503,
    body: { code: 'HUB_HTTP_BUSY' },
  })
  expect((await hub.ask('GET /virtual/play')).body.state).toBe('none')

  hub.readiness = { ready: true, reasons: [], degraded: [] }
  const { body: begun } = await hub.ask('POST /virtual/play', { body: { door: 'front' } })
  expect(begun).toMatchObject({ state: 'running', door: 'front', why: null })
  const { body: again } = await hub.ask('POST /virtual/play', { body: {} })
  expect(again.trackingNumber).toBe(begun.trackingNumber)
  const told = await until('the webhook to be told', async () => {
    const { body } = await hub.ask('GET /virtual/play')
    return body.steps.length > 0 && body
  })
  expect(told.steps[0]).toMatchObject({ who: 'carrier' })
  expect(told.steps[0].what).toContain(begun.trackingNumber)
})
