// Goal: pictures by WebRTC from a real hub over real UDP: at once, whole, with their true age, also on a bad network and
// beside a viewer that is worse off. Method: another WebRTC end in this process, over a line that loses what it is told
// to; the camera is that of the virtual home. A phone that can be met at a relay alone: coturn is the relay; skipped, with
// the reason on stderr, where coturn is not installed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { type Arrived, WhepViewer } from '../support/whep-viewer.ts'
import { TurnServer, isWithoutTurn } from './turn-server.ts'

let hub: HubProcess
let headers: Record<string, string>

beforeAll(async () => {
  hub = await HubProcess.start()
  const { secret } = await hub.ask({ type: 'token-create', name: 'viewer', scopes: ['camera'] })
  headers = { authorization: `Bearer ${secret}` }
  // On a busy machine the thread of the viewers takes a while to load.
  const first = await until('a first viewer', () => look().catch(() => null), 50_000)
  await first[Symbol.asyncDispose]()
})
afterAll(() => hub[Symbol.asyncDispose]())

const look = (lossy = false): Promise<WhepViewer> => WhepViewer.open({ url: hub.url, headers, lossy })

const untilSeen = (
  viewer: WhepViewer,
  count: number,
  fits: (picture: Arrived) => boolean = () => true,
): Promise<true> =>
  until(
    `${count} pictures, not ${viewer.pictures.length}`,
    () => viewer.pictures.filter(fits).length >= count,
    60_000,
  )

const isDated = ({ ageMs }: Arrived): boolean => ageMs !== null

describe('who looks by WebRTC', () => {
  it('begins with a key picture and gets every one whole, with its age', async () => {
    await using viewer = await look()
    await untilSeen(viewer, 12, isDated)
    const { pictures } = viewer
    expect(pictures[0]?.key).toBe(true)
    expect(pictures.slice(0, -1).every(({ isWhole }) => isWhole)).toBe(true)
    expect(viewer.missing).toBe(0)
    const ages = pictures.flatMap(({ ageMs }) => ageMs ?? [])
    expect(Math.min(...ages)).toBeGreaterThan(0)
    // The age itself is the business of bench/; that it is told in the right measure is seen in the youngest.
    await untilSeen(viewer, 1, ({ ageMs }) => ageMs !== null && ageMs < 1_000)
    expect(await viewer.end()).toBe(200)
    const shown = viewer.pictures.length
    await using later = await look()
    await untilSeen(later, 6, isDated)
    expect(viewer.pictures.length - shown).toBeLessThanOrEqual(1)
    expect(await viewer.end()).toBe(404)
  })

  it('gets the newest group when his picture broke, though the camera was asked for nothing', async () => {
    await using viewer = await look()
    await untilSeen(viewer, 4, isDated)
    await viewer.askKey()
    // Pictures of a group that is sent again bear no time: it was told with the first ones.
    const again = viewer.pictures.length
    const isAgain = ({ key, ageMs }: Arrived): boolean => key && ageMs === null
    await until('the group to come again', () => viewer.pictures.slice(again - 1).some(isAgain), 60_000)
    expect(viewer.missing).toBe(0)
  })

  it('misses nothing for long where three of a hundred packets are lost', async () => {
    await using viewer = await look(true)
    await untilSeen(viewer, 2, isDated)
    const { line } = viewer
    if (!line) throw new Error('no line')
    line.loses = (count) => count % 33 === 0
    await untilSeen(viewer, 30, isDated)
    line.loses = () => false
    const seen = viewer.pictures.length
    await untilSeen(viewer, seen + 3)
    expect(line.lost).toBeGreaterThan(0)
    expect(viewer.missing).toBe(0)
    expect(viewer.pictures.slice(0, seen).every(({ isWhole }) => isWhole)).toBe(true)
  })

  it('is held up by nobody whose line stands still, and who goes on himself when it is back', async () => {
    await using slow = await look(true)
    await using quick = await look()
    await Promise.all([untilSeen(slow, 3, isDated), untilSeen(quick, 3, isDated)])
    if (slow.line) slow.line.loses = () => true
    const [before, seen] = [slow.pictures.length, quick.pictures.length]
    await untilSeen(quick, seen + 15)
    expect(quick.missing).toBe(0)
    expect(slow.pictures.length - before).toBeLessThanOrEqual(1)
    if (slow.line) slow.line.loses = () => false
    await until(
      'the slow one to have whole pictures again',
      () =>
        slow.pictures
          .slice(before + 1)
          .some(({ isWhole, ageMs }) => isWhole && ageMs !== null && ageMs < 2_000),
      60_000,
    )
  })

  it('is refused through an indoor camera outside of a visit, and a fifth time', async () => {
    await expect(WhepViewer.open({ url: hub.url, headers, camera: 'hall' })).rejects.toThrow(
      /403 .*HUB_CAMERA_PRIVATE/,
    )
    await using stack = new AsyncDisposableStack()
    for (let n = 0; n < 4; n += 1) stack.use(await look())
    await expect(look()).rejects.toThrow(/503 .*HUB_HTTP_BUSY/)
  })
})

describe.skipIf(isWithoutTurn())('who looks from behind a TURN server', () => {
  it('gets every picture whole with its age, as long as the relay is there', async () => {
    await using turn = await TurnServer.start()
    const relayed = (): Promise<WhepViewer> => WhepViewer.open({ url: hub.url, headers, relay: turn.server })
    await using viewer = await until('a viewer', () => relayed().catch(() => null), 50_000)
    expect([...new Set(viewer.kinds)]).toEqual(['relay'])
    await untilSeen(viewer, 8, isDated)
    expect(viewer.pictures.slice(0, -1).every(({ isWhole }) => isWhole)).toBe(true)
    expect(viewer.missing).toBe(0)

    await turn[Symbol.asyncDispose]()
    const shown = viewer.pictures.length
    // Of another one, so that pictures go on meanwhile.
    await using near = await look()
    await untilSeen(near, 8)
    expect(viewer.pictures.length - shown).toBeLessThanOrEqual(1)
  })
})
