// Goal: the cameras of a real house send real, signed pictures that a viewer can tell from what a thief replays.
// Method: one house process with a camera for each way of tampering, watched through the RTSP client.
import { type StreamSource, codeOf } from '@portico/plugin-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HouseConnection, connectHouse } from '../src/house-client.ts'
import type { StreamFault } from '../src/camera/stream-fault.ts'
import { LIMIT_MS, Started } from './started.ts'
import type { TestHost } from './test-host.ts'
import { frontDoor } from './test-house.ts'
import { Viewer, counters } from './viewer.ts'

const ids = [
  'plain',
  'asked',
  'frozen',
  'looped',
  'covered',
  'silenced',
  'late',
  'unsigned',
  'unseen',
] as const
const NONCE = '0123456789abcdef0123456789abcdef'

const started = new Started()
let test: TestHost
let house: HouseConnection

beforeAll(async () => {
  const devices = [
    ...frontDoor().filter((device) => device.kind !== 'camera'),
    ...ids.map((id) => ({
      id,
      kind: 'camera' as const,
      options: { door: 'front', view: 'inside', framesPerSecond: 5, signed: id !== 'unsigned' },
    })),
  ]
  const storage = started.storage()
  test = await started.plugin(storage, devices)
  house = await connectHouse(storage)
}, LIMIT_MS)

afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await started[Symbol.asyncDispose]()
})

function source(id: (typeof ids)[number]): StreamSource {
  const found = test.cameras.get(id)
  if (!found) throw new Error(`the plugin offered no camera ${id}`)
  return found
}

/** A viewer that has seen the first picture. */
async function watch(id: (typeof ids)[number]): Promise<Viewer> {
  const viewer = new Viewer(source(id))
  await viewer.until(() => viewer.seen.length > 0)
  return viewer
}

const tamper = async (id: (typeof ids)[number], how: StreamFault): Promise<unknown> =>
  await house.act('freeze', id, { how })

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1)

describe.concurrent('a camera of the house', { timeout: LIMIT_MS }, () => {
  it('sends signed pictures at an even pace, counted, with a key picture in each second', async () => {
    await using viewer = await watch('plain')
    const seen = await viewer.next(15)
    expect(rising(counters(seen))).toBe(true)
    // On a busy machine pictures are left out: never faster than its pace, and a key at the latest with the fifth.
    const took = (seen.at(-1)?.unit.rtpTime ?? 0) - (seen[0]?.unit.rtpTime ?? 0)
    expect(took / 90).toBeGreaterThan(2_400)
    const keys = seen.map(({ unit }) => (unit.key ? 'k' : '-')).join('')
    expect(keys).not.toContain('-----')
    expect(keys).not.toContain('kk')
    for (const { unit, signature } of seen) {
      const signed = signature.verdict === 'signed' ? signature.capturedWallMs : 0
      expect(Math.abs(signed - (unit.capturedWallMs ?? 0))).toBeLessThan(10)
      expect(unit.damaged).toBe(false)
    }
  })

  it('signs with the nonce that was put to it, and tells its clock', async () => {
    await using viewer = await watch('asked')
    await viewer.follower.setParameter('portico-nonce', NONCE)
    const [, , third] = await viewer.next(3)
    expect(third?.signature).toMatchObject({ verdict: 'signed', nonce: NONCE })
    const { value } = await viewer.follower.getParameter('portico-clock')
    expect(Math.abs(Number(value) - Date.now())).toBeLessThan(1_000)
    await expect(viewer.follower.setParameter('portico-nonce', 'no number')).rejects.toThrow('451')
    await expect(viewer.follower.setParameter('portico-colour', 'red')).rejects.toThrow('451')
  })

  it('that is frozen sends an old picture with its old signature, and never a new one', async () => {
    await using viewer = await watch('frozen')
    await viewer.next(6)
    await tamper('frozen', 'freeze')
    await viewer.next(2)
    await viewer.follower.setParameter('portico-nonce', NONCE)
    const frozen = await viewer.next(5)
    expect(new Set(counters(frozen)).size).toBe(1)
    expect(frozen.at(-1)?.signature).toMatchObject({ verdict: 'signed', nonce: null })
    const highest = Math.max(...counters(viewer.seen))
    await tamper('frozen', 'off')
    await viewer.until(() => Math.max(...counters(viewer.seen)) > highest + 2)
  })

  it('that loops repeats the numbers of its signatures', async () => {
    await using viewer = await watch('looped')
    await viewer.next(6)
    await tamper('looped', 'loop')
    expect(rising(counters(await viewer.next(12)))).toBe(false)
  })

  it('that is covered goes on sending signed pictures', async () => {
    await using viewer = await watch('covered')
    await tamper('covered', 'black')
    expect(rising(counters((await viewer.next(10)).slice(4)))).toBe(true)
  })

  it('that is silenced keeps the connection until the viewer loses patience, and comes back', async () => {
    await using viewer = await watch('silenced')
    await tamper('silenced', 'silent')
    await viewer.until(() => viewer.states.includes('silent'))
    expect(codeOf(viewer.why)).toBe('HUB_RTSP_TIMEOUT')
    await tamper('silenced', 'off')
    expect(await viewer.next(2)).toHaveLength(2)
  })

  it('that is late sends its pictures three seconds after they were taken', async () => {
    await using viewer = await watch('late')
    await tamper('late', 'late')
    await viewer.until(() => viewer.states.includes('silent'))
    const [first] = await viewer.next(1)
    const captured = first?.signature.verdict === 'signed' ? first.signature.capturedWallMs : Number.NaN
    expect(Date.now() - captured).toBeGreaterThan(2_900)
  })

  it('that does not sign says so, and knows no nonce', async () => {
    expect(source('unsigned').liveness).toEqual({ method: 'none' })
    await using viewer = await watch('unsigned')
    expect((await viewer.next(1))[0]?.signature).toEqual({ verdict: 'unsigned' })
    await expect(viewer.follower.setParameter('portico-nonce', NONCE)).rejects.toThrow('451')
  })

  it('is closed to who does not know the password', async () => {
    await using stranger = new Viewer({ ...source('unseen'), password: 'guessed' })
    await stranger.until(() => stranger.why !== null || stranger.seen.length > 0)
    expect([codeOf(stranger.why), stranger.seen.length]).toEqual(['HUB_RTSP_REFUSED', 0])
  })

  it('draws nothing while nobody looks', async () => {
    expect((await house.truth()).cameras.unseen).toEqual({
      door: 'front',
      view: 'inside',
      fault: 'off',
      viewers: 0,
      pictures: 0,
      heardMs: 0,
    })
  })
})
