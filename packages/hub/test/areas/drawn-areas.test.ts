// Goal: what is drawn in a camera's view holds at once, survives a restart, and is never masked less without a code from
// the console and a wait that anybody may end (threats T13). Method: the real API and journal in virtual time.
import { expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'

const SQUARE: [number, number][] = [
  [0.1, 0.1],
  [0.4, 0.1],
  [0.4, 0.4],
  [0.1, 0.4],
]
const OTHER: [number, number][] = SQUARE.map(([x, y]) => [x + 0.5, y])
const PATH = '/api/v1/cameras/porch/areas'
const nothing = { leaf: null, drop: null, masks: [] }

test('an area holds at once, for the engine too, and stands in the audit', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  expect((await hub.ask(`GET ${PATH}`, { headers })).body).toMatchObject({
    ...nothing,
    camera: 'porch',
    view: 'outside',
    witness: false,
    fromFile: true,
    pending: null,
  })
  const drawn = await hub.ask(`POST ${PATH}`, {
    headers,
    body: { leaf: null, drop: SQUARE, masks: [OTHER] },
  })
  expect([drawn.status, drawn.body]).toEqual([
    200,
    expect.objectContaining({ drop: SQUARE, masks: [OTHER], fromFile: false }),
  ])
  expect(hub.drawn.at(-1)).toEqual({
    camera: 'porch',
    setup: { proof: null, leaf: null, drop: SQUARE, masks: [OTHER] },
  })
  expect(hub.audited('areas-drawn')).toMatchObject([{ camera: 'porch', masks: 1 }])
})

test('T13: a mask goes by a code from the console and after a quarter of an hour; until then it holds', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.ask(`POST ${PATH}`, { headers, body: { ...nothing, masks: [SQUARE, OTHER] } })
  const less = { ...nothing, masks: [OTHER] }
  expect((await hub.ask(`POST ${PATH}`, { headers, body: less })).body.code).toBe('HUB_RULES_CODE')
  // A smaller one in its place is another mask: the old one goes no sooner.
  const smaller = { ...nothing, masks: [OTHER, SQUARE.slice(0, 3)] }
  expect((await hub.ask(`POST ${PATH}`, { headers, body: smaller })).body.code).toBe('HUB_RULES_CODE')
  const { code } = await hub.hub.ruleCodes.mint()
  const asked = await hub.ask(`POST ${PATH}`, { headers, body: { ...less, code } })
  expect(asked.body).toMatchObject({ pending: { masks: [OTHER], at: hub.clock.wall() + 15 * 60_000 } })
  await hub.pass(15 * 60 - 1)
  expect(hub.hub.areas.setup('porch').masks).toHaveLength(2)
  // To say it again needs no code and begins no other wait.
  expect((await hub.ask(`POST ${PATH}`, { headers, body: less })).status).toBe(200)
  await hub.pass(2)
  await hub.line(({ data }) => data['what'] === 'unmasked')
  expect(hub.hub.areas.setup('porch').masks).toEqual([OTHER])
  expect(hub.drawn.at(-1)?.setup.masks).toEqual([OTHER])
})

test('T13: another person keeps the masks', async () => {
  await using hub = await TestHub.open()
  const anna = await hub.owner()
  const ben = await hub.owner('Ben')
  await hub.ask(`POST ${PATH}`, { headers: anna, body: { ...nothing, masks: [SQUARE] } })
  const { code } = await hub.hub.ruleCodes.mint()
  await hub.ask(`POST ${PATH}`, { headers: anna, body: { ...nothing, code } })
  const kept = await hub.ask(`POST ${PATH}/stop`, { headers: ben })
  expect([kept.status, kept.body.pending]).toEqual([200, null])
  expect((await hub.ask(`POST ${PATH}/stop`, { headers: ben })).body.code).toBe('HUB_AREA_NOTHING')
  await hub.pass(16 * 60)
  expect(hub.hub.areas.setup('porch').masks).toEqual([SQUARE])
})

test('what is no area, and what a door cannot do without, is refused and changes nothing', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const draw = async (body: object, camera = 'porch'): Promise<string | undefined> =>
    (await hub.ask(`POST /api/v1/cameras/${camera}/areas`, { headers, body: { ...nothing, ...body } })).body
      .code
  const [a, b, c, d] = SQUARE
  expect(await draw({ drop: [a, c, b, d] })).toBe('HUB_AREA_SHAPE')
  expect(await draw({ masks: [[a, a, a]] })).toBe('HUB_AREA_SHAPE')
  expect(await draw({ drop: [a, b] })).toBe('HUB_HTTP_BODY')
  expect(await draw({ drop: [a, b, [1.1, 0.5]] })).toBe('HUB_HTTP_BODY')
  expect(await draw({ masks: [SQUARE] }, 'hall')).toBe('HUB_AREA_WITNESS')
  expect(await draw({}, 'cellar')).toBe('HUB_HTTP_NOT_FOUND')
  expect(hub.drawn).toEqual([])
  const token = await hub.token('read', 'camera')
  expect((await hub.ask(`POST ${PATH}`, { headers: token, body: nothing })).status).toBe(403)
  const display = await hub.display()
  expect((await hub.ask(`POST ${PATH}`, { headers: display, body: nothing })).status).toBe(403)
})
