// What a hub says where it is must be an address that it answers to: the link by which an owner signs in is built on it.
import { expect, it } from 'vitest'
import { answersTo, localUrl, reachOf } from '../../src/http/reach.ts'
import { TestHub } from '../support/test-hub.ts'

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['0.0.0.0', 'http://127.0.0.1:8080'],
  ['::', 'http://[::1]:8080'],
  ['::1', 'http://[::1]:8080'],
  ['192.168.1.5', 'http://192.168.1.5:8080'],
  ['Hub.lan', 'http://hub.lan:8080'],
])('a listener on %s says that it is at %s, and answers there', (host, url) => {
  const listener = { host, port: 8080 }
  expect(localUrl(listener)).toBe(url)
  const reach = reachOf({ listener, publicUrl: null, hosts: [] })
  expect(answersTo(reach, new URL(url).host)).toBe(true)
})

it('an owner signs in at the address that a house on every address gives, and a foreign name stays refused', async () => {
  await using hub = await TestHub.open({ settings: { house: { host: '0.0.0.0', port: 0 } } })
  const owner = await hub.owner()
  expect((await hub.ask('GET /api/v1/me', { headers: owner })).status).toBe(200)
  const foreign = { ...owner, host: `evil.example:${new URL(hub.houseUrl).port}` }
  expect((await hub.ask('GET /api/v1/me', { headers: foreign })).status).toBe(421)
})
