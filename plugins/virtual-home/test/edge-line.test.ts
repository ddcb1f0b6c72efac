// Goal: the edge of the house obeys the hub it was paired with and nobody else, and remembers over its restarts how far
// epochs have come. Method: the house in virtual time with frames that a stranger, a hub of yesterday or nobody signed;
// the vault on a real folder.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Sign, HubLink, type HubWord, keyPair } from '@portico/edge'
import { instant, op } from '@portico/plugin-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEdgeVault, vaultPath } from '../src/house/edge-vault.ts'
import { OP, TestHouse } from './test-house.ts'

const stranger = keyPair(new Uint8Array(32).fill(3))
const hub = keyPair(new Uint8Array(32).fill(1))
const order = { op: OP, epoch: 1, withinMs: 210_000, silenceActMs: 12_000, silenceAlarmMs: 15_000 }

/** A frame by whomever, of whatever epoch. */
function frameOf(word: HubWord, { sign, epoch }: { readonly sign: Sign; readonly epoch: number }): string {
  const line = new HubLink({ edge: 'edge', epoch, sign, verify: () => false })
  return line.say(word, instant(0))
}

async function refusedUnlock(test: TestHouse, frame: string | null): Promise<string> {
  const ask = { type: 'unlock', device: 'lock', op: op('s9#0'), notAfter: instant(60_000), frame } as const
  return await test.house.perform(ask).then(
    () => 'accepted',
    (error: unknown) => String(Object(error).code),
  )
}

describe('the edge of a house', () => {
  it('T9: arms, disarms and is silenced by its own hub alone', async () => {
    using test = new TestHouse()
    await test.tellEdge({ type: 'arm', order })
    const words: readonly HubWord[] = [
      { type: 'disarm', op: OP },
      { type: 'release', op: OP },
      { type: 'siren', on: true },
      { type: 'arm', order: { ...order, op: op('s9#0') } },
      { type: 'heartbeat', beat: { epoch: 9, sent: instant(0), seq: 1 } },
    ]
    for (const word of words) {
      const frame = frameOf(word, { sign: stranger.sign, epoch: 9 })
      await expect(test.house.perform({ type: 'edge', device: 'edge', frame })).rejects.toMatchObject({
        code: 'HUB_VIRTUAL_REFUSED',
        message: 'edge edge: the frame is unsigned',
      })
    }
    expect(test.truth).toMatchObject({ siren: false })
    expect(test.truth.edge).toMatchObject({
      timers: [{ op: OP }],
      watches: [OP],
      refused: { unsigned: 5 },
      epoch: 1,
    })
  })

  it('T9: with no hub there, refuses the arming and the unlock of an older epoch', async () => {
    using test = new TestHouse()
    const old = { sign: hub.sign, epoch: 0 }
    const arm = frameOf({ type: 'arm', order }, old)
    await expect(test.house.perform({ type: 'edge', device: 'edge', frame: arm })).rejects.toMatchObject({
      message: 'edge edge: the frame is stale-epoch',
    })
    const unlock = frameOf({ type: 'unlock', op: op('s9#0'), notAfter: instant(60_000) }, old)
    expect(await refusedUnlock(test, unlock)).toBe('HUB_VIRTUAL_REFUSED')
    expect(test.truth.edge).toMatchObject({ timers: [], refused: { 'stale-epoch': 2 } })
    expect(test.truth.bolt).toBe('thrown')
  })

  it('T9: gives leave to unlock by a signed order for this very op, once', async () => {
    using test = new TestHouse()
    const named = { type: 'unlock', op: op('s9#0'), notAfter: instant(60_000) } as const
    expect(await refusedUnlock(test, null)).toBe('HUB_VIRTUAL_REFUSED')
    const forOther = test.hub.say({ ...named, op: op('s9#1') }, test.clock.mono())
    expect(await refusedUnlock(test, forOther)).toBe('HUB_VIRTUAL_REFUSED')
    const siren = test.hub.say({ type: 'siren', on: false }, test.clock.mono())
    expect(await refusedUnlock(test, siren)).toBe('HUB_VIRTUAL_REFUSED')
    expect(test.truth.bolt).toBe('thrown')
    const frame = test.hub.say(named, test.clock.mono())
    const opened = refusedUnlock(test, frame)
    await test.pass(2_000)
    expect([await opened, test.truth.bolt]).toEqual(['accepted', 'withdrawn'])
    expect(await refusedUnlock(test, frame)).toBe('HUB_VIRTUAL_REFUSED')
    const again = test.hub.say(named, test.clock.mono())
    expect(await refusedUnlock(test, again)).toBe('HUB_VIRTUAL_REFUSED')
  })

  it('is paired once: another hub is sent away, the same one is welcome', async () => {
    using test = new TestHouse()
    await expect(test.house.perform({ type: 'pair', key: stranger.publicKey })).rejects.toMatchObject({
      code: 'HUB_VIRTUAL_DENIED',
    })
    await test.house.perform({ type: 'pair', key: hub.publicKey })
    await expect(test.house.perform({ type: 'pair', key: 'x' })).rejects.toMatchObject({
      code: 'HUB_VIRTUAL_MESSAGE',
    })
  })
})

describe('a hub that was held up', () => {
  it('is told that its order came too late, and may sign it anew', async () => {
    using test = new TestHouse()
    const late = test.hub.say({ type: 'arm', order }, test.clock.mono())
    await test.pass(3_001)
    await expect(test.house.perform({ type: 'edge', device: 'edge', frame: late })).rejects.toMatchObject({
      message: 'edge edge: the frame is late',
    })
    expect(test.truth.edge?.timers).toEqual([])
    await test.tellEdge({ type: 'arm', order })
    expect(test.truth.edge?.timers).toMatchObject([{ op: OP }])
  })
})

describe('what an edge keeps', () => {
  let storage = ''
  beforeAll(() => {
    storage = mkdtempSync(join(tmpdir(), 'virtual-home-'))
  })
  afterAll(() => {
    rmSync(storage, { recursive: true, force: true })
  })

  it('T9: is its key, its hub, the newest epoch and the count of its lives, for its owner alone', () => {
    const first = openEdgeVault(storage)
    expect(first.hubKey).toBeNull()
    expect(first.pair(hub.publicKey)).toBe(true)
    const { keys, epoch, life } = first.begin('edge')
    expect([epoch, life]).toEqual([0, 1])
    first.keep('edge', { epoch: 7, life })
    const again = openEdgeVault(storage)
    expect([again.hubKey, again.pair(stranger.publicKey)]).toEqual([hub.publicKey, false])
    const second = again.begin('edge')
    expect([second.epoch, second.life, second.keys.publicKey]).toEqual([7, 2, keys.publicKey])
    expect(statSync(vaultPath(storage)).mode & 0o777).toBe(0o600)
  })

  it('that no disk takes is logged, and stops no edge', () => {
    const gone = mkdtempSync(join(tmpdir(), 'virtual-home-'))
    const logged: string[] = []
    const vault = openEdgeVault(gone, (line) => void logged.push(line))
    const { life } = vault.begin('edge')
    rmSync(gone, { recursive: true })
    vault.keep('edge', { epoch: 7, life })
    expect(logged).toEqual([expect.stringMatching(/^epoch of edge was not kept: .*ENOENT/)])
  })

  it('is another key for another edge', () => {
    const vault = openEdgeVault(storage)
    expect(vault.begin('back').keys.publicKey).not.toBe(vault.begin('edge').keys.publicKey)
  })

  it.each(['', '{', '[]', '{"v":2}', '{"v":1,"hub":1,"edges":{"edge":{"seed":"x","epoch":-1,"life":0.5}}}'])(
    'that cannot be read is as on the first day: %j',
    (text) => {
      writeFileSync(vaultPath(storage), text)
      const vault = openEdgeVault(storage)
      expect([vault.hubKey, vault.begin('edge').life]).toEqual([null, 1])
    },
  )
})
