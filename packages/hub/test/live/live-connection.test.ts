// The typed client on its open line against a real hub: kept through cuts with nothing missed or told twice, told when
// it is let in no more, and as a display.
import { ClientError, DisplayClient, HomeClient, LiveConnection, type LiveListener } from '@portico/client'
import type { LiveEvent, LiveReady } from '@portico/protocol'
import { doorId } from '@portico/core'
import { expect, test } from 'vitest'
import { PlainRelay } from '../support/plain-relay.ts'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

interface Kept extends Disposable {
  readonly events: LiveEvent[]
  readonly readies: LiveReady[]
  readonly lost: number[]
  readonly refused: ClientError[]
  readonly connection: LiveConnection
}

function keep(url: string, token: string, after: number | null = null): Kept {
  const told = {
    events: [] as LiveEvent[],
    readies: [] as LiveReady[],
    lost: [] as number[],
    refused: [] as ClientError[],
  }
  const listener: LiveListener = {
    onEvent: (event) => void told.events.push(event),
    onReady: (ready) => void told.readies.push(ready),
    onLost: () => void told.lost.push(told.events.length),
    onRefused: (error) => void told.refused.push(error),
  }
  const connection = LiveConnection.keep({ url, credential: { kind: 'token', token }, listener, after })
  return { ...told, connection, [Symbol.dispose]: () => connection[Symbol.dispose]() }
}

const tokenOf = async (hub: TestHub): Promise<string> => (await hub.tokens.create('screen', ['read'])).secret

test('a line that is cut is told, taken up again, and goes on where it was', async () => {
  await using relay = await PlainRelay.open()
  await using hub = await TestHub.open({ settings: { hosts: [new URL(relay.url).host] } })
  relay.target = hub.houseUrl
  using kept = keep(relay.url, await tokenOf(hub))
  await until('the line', () => kept.readies.length === 1)
  await hub.claim()
  await until('the first event', () => kept.events.length > 0)
  relay.cut()
  await until('the cut', () => kept.lost.length === 1)
  await hub.claim('JD000000000000000009')
  await hub.claim('JD000000000000000010')
  relay.mend()
  await until('the line again', () => kept.readies.length === 2)
  await hub.claim('JD000000000000000011')
  await until('all of it', () => kept.events.at(-1)?.seq === hub.seq)
  const seqs = kept.events.map(({ seq }) => seq)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
  expect(kept.events.filter(({ type }) => type === 'ParcelObserved')).toHaveLength(4)
  expect(kept.readies.map(({ gap }) => gap)).toEqual([false, false])
})

test('the hub agrees on a rhythm by which a dead line is noticed within eight seconds', async () => {
  await using hub = await TestHub.open()
  const { bytes } = await hub.ask('GET /socket.io/?EIO=4&transport=polling')
  const { pingInterval, pingTimeout } = JSON.parse(bytes.toString().slice(1))
  expect(pingInterval + pingTimeout).toBeLessThanOrEqual(8_000)
})

test('a hub with an older journal is told as a gap, and counts on from there', async () => {
  await using hub = await TestHub.open()
  using kept = keep(hub.houseUrl, await tokenOf(hub), 1_000_000)
  await until('the line', () => kept.readies.length === 1)
  expect(kept.readies[0]?.gap).toBe(true)
  await hub.claim()
  await until('an event', () => kept.events.length > 0)
  expect(kept.connection.seq).toBe(kept.events.at(-1)?.seq)
})

test('whoever is let in no more is told why, and does not try on', async () => {
  await using hub = await TestHub.open()
  using kept = keep(hub.houseUrl, await tokenOf(hub))
  await until('the line', () => kept.readies.length === 1)
  await hub.tokens.revoke('screen')
  await until('the refusal', () => kept.refused.length === 1)
  expect(kept.refused[0]).toMatchObject({ code: 'HUB_HTTP_SIGN_IN' })
  expect(kept.lost).toHaveLength(1)
})

test('a display is paired, watches and rings by the client, and cannot decide', async () => {
  await using hub = await TestHub.open()
  const url = hub.houseUrl
  const { secret } = await hub.hub.people.mintLink(null)
  const home = await HomeClient.signIn(url, secret)
  const stranger = new DisplayClient(url)
  const { code, poll } = await stranger.beginPairing()
  expect(await stranger.claimPairing(poll)).toMatchObject({ state: 'waiting' })
  expect(await DisplayClient.claim(url, poll)).toBeNull()
  const paired = await home.pairDisplay({ code, name: 'Porch', place: 'door-side', door: 'front' })
  const display = await DisplayClient.claim(url, poll)
  if (!display) throw new Error('not let in')
  expect(await display.me()).toMatchObject({
    kind: 'display',
    display: { place: 'door-side', door: 'front' },
  })
  await expect(display.wall()).rejects.toMatchObject({ code: 'HUB_HTTP_FORBIDDEN' })
  const codes: string[] = []
  const rings: string[] = []
  using line = await display.live({ onDoorCode: (shown) => void codes.push(shown.code) })
  using _ = await home.live({ onRing: ({ door }) => void rings.push(door) })
  await until('a code', () => codes.length === 1)
  expect(hub.runtime.codes.look(doorId('front'), codes[0] ?? '').fault).toBeNull()
  await line.bell()
  await until('the ring', () => rings.length === 1)
  await expect(line.deny({ session: 's_1' })).rejects.toMatchObject({ code: 'HUB_HTTP_FORBIDDEN' })
  expect(await home.displays()).toMatchObject([{ id: paired.id, isLive: true }])
  await home.revokeDisplay(paired.id)
  await expect(display.me()).rejects.toBeInstanceOf(ClientError)
})
