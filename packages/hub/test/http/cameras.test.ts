// Goal: a still comes of the moment, in the size and in the form that was asked for, and a view is learned anew only by a
// person and never unseen. Method: the real routes over an engine that notes what it was asked.
import { codeOf } from '@portico/ports'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatFor } from '../../src/http/routes/camera-routes.ts'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
let owner: Record<string, string>
beforeAll(async () => {
  hub = await TestHub.open()
  owner = { ...(await hub.owner()) }
})
afterAll(() => hub[Symbol.asyncDispose]())

describe('a still', () => {
  test.each([
    [undefined, 'jpeg'],
    ['*/*', 'jpeg'],
    ['image/*', 'jpeg'],
    ['image/avif,image/webp,*/*;q=0.8', 'webp'],
    ['image/avif,image/jpeg', 'avif'],
    ['image/webp;q=0.4, image/jpeg', 'webp'],
    ['image/avif;q=0, image/webp;q=0.0', 'jpeg'],
    ['nonsense;;,,', 'jpeg'],
  ] as const)('for who accepts %s is %s', (accept, format) => {
    expect(formatFor(accept)).toBe(format)
  })

  test('of a moment, in a size', async () => {
    const at = Math.round(hub.clock.wall()) - 4_000
    await hub.ask(`GET /api/v1/cameras/porch/still?at=${at}&width=160`, {
      headers: { ...owner, accept: 'image/webp' },
    })
    const wish = hub.cameras.wished.at(-1)
    expect(wish).toMatchObject({ width: 160, format: 'webp' })
    expect(hub.clock.mono() - (wish?.at ?? 0)).toBeCloseTo(4_000, -1)
  })

  test.each(['at=-1', 'at=soon', 'width=15', 'width=4097', 'width=1.5', 'wide=1'])(
    'asked for with %s is refused',
    async (query) => {
      const { status } = await hub.ask(`GET /api/v1/cameras/porch/still?${query}`, { headers: owner })
      expect(status).toBe(400)
    },
  )
})

describe('a view', () => {
  test('is learned anew when a person says so, and that stands in the journal', async () => {
    expect(await hub.ask('POST /api/v1/cameras/hall/view', { headers: owner })).toMatchObject({ status: 200 })
    expect(hub.learned).toEqual(['hall'])
    expect(hub.notices('view-learned')).toMatchObject([{ camera: 'hall', by: expect.any(String) }])
  })

  test('of no camera is not', async () => {
    const { status, body } = await hub.ask('POST /api/v1/cameras/attic/view', { headers: owner })
    expect([status, codeOf(body)]).toEqual([404, 'HUB_HTTP_NOT_FOUND'])
  })

  test('is no affair of scripts', async () => {
    const { status } = await hub.ask('POST /api/v1/cameras/hall/view', {
      headers: await hub.token('camera', 'read'),
    })
    expect(status).toBe(403)
    expect(hub.learned).toEqual(['hall'])
  })
})
