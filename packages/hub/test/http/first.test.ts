import { expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'
test('smoke', async () => {
  await using hub = await TestHub.open()
  expect((await hub.ask('GET /healthz')).body).toEqual({ ok: true })
  const owner = await hub.owner()
  console.log(owner, (await hub.ask('GET /api/v1/me', { headers: owner })).body)
  console.log((await hub.ask('GET /api/v1/doors', { headers: owner })).body[0])
  const sid = await hub.delivered(owner)
  const s = await hub.ask(`GET /api/v1/sessions/${sid}`, { headers: owner })
  console.log(JSON.stringify(s.body, null, 1))
  const d = await hub.ask('GET /docs/json', { headers: owner })
  console.log(d.status, d.bytes.length, Object.keys(d.body.paths))
  console.log(hub.logged.slice(-5))
})
