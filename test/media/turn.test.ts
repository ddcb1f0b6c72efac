// Goal: a phone that can be met at a relay alone sees the house. Method: coturn as the relay, another WebRTC end in this
// process that offers nothing but its place there. Skipped, with the reason on stderr, where coturn is not installed.
import { describe, expect, it } from 'vitest'
import { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { type Arrived, WhepViewer } from '../support/whep-viewer.ts'
import { TurnServer, isWithoutTurn } from './turn-server.ts'

describe.skipIf(isWithoutTurn())('a viewer behind a TURN server', () => {
  it('gets every picture whole with its age, as long as the relay is there', async () => {
    await using hub = await HubProcess.start()
    await using turn = await TurnServer.start()
    const { secret } = await hub.ask({ type: 'token-create', name: 'viewer', scopes: ['camera'] })
    const headers = { authorization: `Bearer ${secret}` }
    const look = (): Promise<WhepViewer> => WhepViewer.open({ url: hub.url, headers, relay: turn.server })
    await using viewer = await until('a viewer', () => look().catch(() => null), 50_000)
    expect([...new Set(viewer.kinds)]).toEqual(['relay'])
    const isDated = ({ ageMs }: Arrived): boolean => ageMs !== null
    await until('pictures', () => viewer.pictures.filter(isDated).length >= 8, 50_000)
    expect(viewer.pictures.slice(0, -1).every(({ isWhole }) => isWhole)).toBe(true)
    expect(viewer.missing).toBe(0)

    await turn[Symbol.asyncDispose]()
    const shown = viewer.pictures.length
    // Of another one, so that pictures go on meanwhile.
    await using near = await WhepViewer.open({ url: hub.url, headers })
    await until('pictures of the other one', () => near.pictures.length >= 8, 50_000)
    expect(viewer.pictures.length - shown).toBeLessThanOrEqual(1)
  })
})
