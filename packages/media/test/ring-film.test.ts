// Goal: a film of a ring looks outside only, begins before the bell, proves nothing, and marks find their film whether
// they come before it or after. Method: the real process and a camera over real RTSP.
import { join } from 'node:path'
import { instant, sessionId } from '@portico/core'
import { codeOf } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import { readSealed } from './bench.ts'
import { ProcessBench, clock, orderOf, porch } from './process-bench.ts'
import { TestCamera } from './test-camera.ts'

describe('the film of a ring', () => {
  it('has its pre-roll and its bell, and reports no picture as a proof', async () => {
    await using camera = await TestCamera.start({ signed: true })
    await using bench = await ProcessBench.start()
    bench.pid()
    bench.media.setCamera('porch', { view: 'outside', source: camera.source })
    await bench.isLive('porch')
    const rang = clock.mono()
    const session = sessionId('r_ring')
    bench.media.mark({ session, at: rang, kind: 'bell', word: 'pressed' })
    await bench.media.startFilm({ ...orderOf('r_ring', [porch]), purpose: 'ring' })
    bench.media.mark({ session, at: instant(rang + 50), kind: 'step', word: 'later' })
    // A visit that begins meanwhile is filmed by itself, and only its pictures are reported.
    await bench.media.startFilm(orderOf('s_visit', [porch]))
    await bench.frames.find(() => true)
    const reported = bench.frames.items.length
    const visit = await bench.media.stopFilm(sessionId('s_visit'))
    const pieces = await bench.media.stopFilm(session)
    expect(pieces.map(({ session: of, camera: by }) => [of, by])).toEqual([['r_ring', 'porch']])
    expect(pieces[0]?.from).toBeLessThan(rang)
    expect(visit.map(({ session: of }) => of)).toEqual(['s_visit'])
    expect(reported).toBeGreaterThan(0)
    const film = (await readSealed(join(bench.folder, pieces[0]?.file ?? ''))).toString('latin1')
    expect(film).toMatch(/Z bell pressed/)
    expect(film).toMatch(/Z step later/)
    const other = (await readSealed(join(bench.folder, visit[0]?.file ?? ''))).toString('latin1')
    expect(other).not.toMatch(/bell pressed/)
  })

  it('is refused for a camera that looks inside, by whichever word', async () => {
    await using camera = await TestCamera.start({})
    await using bench = await ProcessBench.start()
    bench.pid()
    bench.media.setCamera('hall', { view: 'inside', source: camera.source })
    await bench.isLive('hall')
    const order = {
      ...orderOf('r_in', [{ id: 'hall', view: 'outside', witness: false }]),
      purpose: 'ring',
    } as const
    expect(await bench.media.startFilm(order).catch(codeOf)).toBe('HUB_CAMERA_PRIVATE')
    expect(await bench.media.stopFilm(sessionId('r_in'))).toEqual([])
  })
})
