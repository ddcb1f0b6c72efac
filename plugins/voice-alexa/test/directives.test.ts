// Goal: each directive has its answer, an error of Alexa's own kind for everything else, and the hub decides. Method: the
// bridge over a small hub and a simulated Amazon, both over real HTTP.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { milliseconds } from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { Room, directive, valuesIn } from './support/host.ts'
import { frontDoor } from './support/small-hub.ts'

let clock: TestClock
let room: Room
beforeEach(async () => {
  clock = new TestClock()
  room = await Room.open(clock)
})
afterEach(() => room[Symbol.asyncDispose]())

const DOOR = 'door#front'
const BELL = 'bell#front'
const offer = { sessionId: 's1', offer: { format: 'SDP', value: 'v=0\r\noffer' } }

it('discovers a lock for each door and a camera that is a bell for who stands before it', async () => {
  const porch = { ...frontDoor, id: 'porch', name: 'Porch', kind: 'porch' as const, cameras: [] }
  room.hub.doors = [frontDoor, porch]
  const { event } = await room.say(
    directive('Alexa.Discovery Discover', { payload: { scope: { type: 'BearerToken', token: 'x' } } }),
  )
  expect(event.header).toMatchObject({ namespace: 'Alexa.Discovery', name: 'Discover.Response' })
  expect(event.payload).toMatchSnapshot()
})

describe('the state of a door', () => {
  it.each([
    ['locked-proved', { connectivity: { value: 'OK' }, lockState: 'LOCKED' }],
    ['unlocked', { connectivity: { value: 'OK' }, lockState: 'UNLOCKED' }],
    ['open', { connectivity: { value: 'OK' }, lockState: 'UNLOCKED' }],
    ['moving', { connectivity: { value: 'OK' }, lockState: 'UNLOCKED' }],
    ['jammed', { connectivity: { value: 'OK' }, lockState: 'JAMMED' }],
    ['locked-claimed', { connectivity: { value: 'UNREACHABLE' } }],
    ['unknown', { connectivity: { value: 'UNREACHABLE' } }],
  ] as const)('%s is told as it is, and as locked only where that is proved', async (state, told) => {
    room.hub.set(state)
    const heard = await room.say(directive('Alexa ReportState', { endpoint: DOOR, correlationToken: 'c1' }))
    expect(heard.event.header).toMatchObject({ name: 'StateReport', correlationToken: 'c1' })
    expect(valuesIn(heard)).toEqual({ ...told, detectionState: 'NOT_DETECTED' })
  })
})

describe('a lock command', () => {
  it('goes to the hub and is answered when the bolt is proved', async () => {
    const heard = await room.say(
      directive('Alexa.LockController Lock', { endpoint: DOOR, correlationToken: 'c2' }),
    )
    expect(room.hub.asked).toEqual(['POST /api/v1/doors/front/lock'])
    expect(heard.event.header).toMatchObject({ name: 'Response', correlationToken: 'c2' })
    expect(valuesIn(heard)).toMatchObject({ lockState: 'LOCKED' })
  })

  it('that came twice is done once, and has the same answer', async () => {
    const lock = directive('Alexa.LockController Lock', { endpoint: DOOR, messageId: 'again' })
    const [first, second] = [await room.say(lock), await room.say(lock)]
    expect(second).toEqual(first)
    expect(room.hub.asked).toHaveLength(1)
  })

  it('of a slow bolt is deferred, and its end is told by the gateway with the same token', async () => {
    await room.say(
      directive('Alexa.Authorization AcceptGrant', { payload: { grant: { code: 'good-grant' } } }),
    )
    room.hub.set('unlocked')
    const saying = room.say(
      directive('Alexa.LockController Lock', { endpoint: DOOR, correlationToken: 'c3' }),
    )
    await expect.poll(() => room.hub.asked).toHaveLength(1)
    await clock.advance(milliseconds(3_000))
    const deferred = await saying
    expect(deferred.event.header).toMatchObject({ name: 'DeferredResponse', correlationToken: 'c3' })
    expect(deferred.event.payload).toEqual({ estimatedDeferralInSeconds: 20 })
    room.hub.set('locked-proved')
    await clock.advance(milliseconds(30_000))
    await expect
      .poll(() => room.amazon.news.map(({ body }) => body))
      .toContainEqual(
        expect.objectContaining({
          event: expect.objectContaining({
            header: expect.objectContaining({ name: 'Response', correlationToken: 'c3' }),
            endpoint: { endpointId: DOOR, scope: { type: 'BearerToken', token: 'Atza|1' } },
          }),
        }),
      )
  })

  it('of a slow bolt without a gateway says that it is busy before Alexa gives up', async () => {
    room.hub.set('unlocked')
    const saying = room.say(directive('Alexa.LockController Lock', { endpoint: DOOR }))
    await expect.poll(() => room.hub.asked).toHaveLength(1)
    await clock.advance(milliseconds(6_000))
    expect((await saying).event.payload).toMatchObject({ type: 'ENDPOINT_BUSY' })
  })
})

it('an unlock is refused, whatever the hub says, and stands there as a try without a PIN', async () => {
  for (const _ of [1, 2]) {
    const { event } = await room.say(directive('Alexa.LockController Unlock', { endpoint: DOOR }))
    expect(event.payload).toMatchObject({ type: 'NOT_SUPPORTED_IN_CURRENT_MODE', currentDeviceMode: 'OTHER' })
    room.hub.refusals.set('POST /api/v1/doors/front/open', [200, 'ok'])
  }
  expect(room.hub.asked).toEqual(['POST /api/v1/doors/front/open', 'POST /api/v1/doors/front/open'])
})

it('a camera is shown by the answer of the hub, and let go when the session ends', async () => {
  const shown = await room.say(
    directive('Alexa.RTCSessionController InitiateSessionWithOffer', { endpoint: BELL, payload: offer }),
  )
  expect(shown.event.header).toMatchObject({ name: 'AnswerGeneratedForSession' })
  expect(shown.event.payload).toEqual({ answer: { format: 'SDP', value: 'v=0\r\nanswer' } })
  const payload = { sessionId: 's1' }
  for (const name of ['SessionConnected', 'SessionDisconnected']) {
    const { event } = await room.say(
      directive(`Alexa.RTCSessionController ${name}`, { endpoint: BELL, payload }),
    )
    expect(event.header).toMatchObject({ namespace: 'Alexa.RTCSessionController', name })
    expect(event.payload).toEqual(payload)
  }
  expect(room.hub.asked).toEqual(['POST /whep/porch', 'DELETE /whep/porch/one'])
})

describe('a no has its own kind', () => {
  const lock = (): unknown => directive('Alexa.LockController Lock', { endpoint: DOOR })
  const show = (): unknown =>
    directive('Alexa.RTCSessionController InitiateSessionWithOffer', { endpoint: BELL, payload: offer })

  it.each([
    ['POST /api/v1/doors/front/lock', 409, 'DOOR_OPEN', lock, 'NOT_SUPPORTED_IN_CURRENT_MODE'],
    ['POST /api/v1/doors/front/lock', 409, 'DOOR_BUSY', lock, 'ALREADY_IN_OPERATION'],
    ['POST /api/v1/doors/front/lock', 403, 'RIGHT_MISSING', lock, 'INSUFFICIENT_PERMISSIONS'],
    ['POST /api/v1/doors/front/lock', 403, 'HUB_HTTP_FORBIDDEN', lock, 'INSUFFICIENT_PERMISSIONS'],
    ['POST /api/v1/doors/front/lock', 429, 'HUB_HTTP_QUOTA', lock, 'RATE_LIMIT_EXCEEDED'],
    ['POST /api/v1/doors/front/lock', 401, 'HUB_HTTP_SIGN_IN', lock, 'INVALID_AUTHORIZATION_CREDENTIAL'],
    ['POST /api/v1/doors/front/lock', 503, 'HUB_RUNTIME_STOPPED', lock, 'BRIDGE_UNREACHABLE'],
    ['POST /api/v1/doors/front/lock', 500, 'HUB_HTTP_FAULT', lock, 'BRIDGE_UNREACHABLE'],
    ['POST /whep/porch', 400, 'HUB_CAMERA_OFFER', show, 'INVALID_VALUE'],
    ['POST /whep/porch', 503, 'HUB_CAMERA_NO_PICTURE', show, 'ENDPOINT_UNREACHABLE'],
    ['POST /whep/porch', 403, 'HUB_CAMERA_MASKED', show, 'NOT_SUPPORTED_IN_CURRENT_MODE'],
    ['POST /whep/porch', 503, 'HUB_HTTP_BUSY', show, 'ENDPOINT_BUSY'],
  ] as const)('%s %i %s', async (asked, status, code, saying, type) => {
    room.hub.refusals.set(asked, [status, code])
    const { event } = await room.say(saying())
    expect(event.header).toMatchObject({ namespace: 'Alexa', name: 'ErrorResponse' })
    expect(event.payload).toMatchObject({ type })
  })

  it.each([
    ['nothing', null, 'INVALID_DIRECTIVE'],
    ['a text', 'Lock', 'INVALID_DIRECTIVE'],
    [
      'no payload version',
      { header: { namespace: 'Alexa', name: 'ReportState', messageId: 'x' } },
      'INVALID_DIRECTIVE',
    ],
    ['an unknown one', directive('Alexa.PowerController TurnOn', { endpoint: DOOR }), 'INVALID_DIRECTIVE'],
    ['a name of a prototype', directive('constructor constructor'), 'INVALID_DIRECTIVE'],
    ['no such door', directive('Alexa.LockController Lock', { endpoint: 'door#back' }), 'NO_SUCH_ENDPOINT'],
    [
      'a bell that is to lock',
      directive('Alexa.LockController Lock', { endpoint: BELL }),
      'NO_SUCH_ENDPOINT',
    ],
    ['a long id', directive('Alexa ReportState', { endpoint: 'x'.repeat(300) }), 'INVALID_DIRECTIVE'],
    [
      'no session',
      directive('Alexa.RTCSessionController SessionConnected', { endpoint: BELL }),
      'INVALID_DIRECTIVE',
    ],
    [
      'an offer that is none',
      directive('Alexa.RTCSessionController InitiateSessionWithOffer', {
        endpoint: BELL,
        payload: { sessionId: 's', offer: { format: 'JSON', value: '{}' } },
      }),
      'INVALID_VALUE',
    ],
  ])('%s', async (_, said, type) => {
    expect((await room.say(said)).event.payload).toMatchObject({ type })
    expect(room.hub.asked).toEqual([])
  })

  it('what was said long ago, or is of tomorrow, is not done', async () => {
    for (const off of [-6, 6]) {
      const timestamp = new Date(clock.wall() + off * 60_000).toISOString()
      const { event } = await room.say(directive('Alexa.LockController Lock', { endpoint: DOOR, timestamp }))
      expect(event.payload).toMatchObject({ type: 'INVALID_DIRECTIVE' })
    }
    expect(room.hub.asked).toEqual([])
  })

  it('a hub that is away, and an account that is none any more', async () => {
    await room.say(directive('Alexa ReportState', { endpoint: DOOR }))
    room.hub.isDumb = true
    const away = await room.say(directive('Alexa ReportState', { endpoint: DOOR }))
    expect(away.event.payload).toMatchObject({ type: 'BRIDGE_UNREACHABLE' })
    await room.unpair('v1')
    room.isShut = true
    const out = await room.say(directive('Alexa ReportState', { endpoint: DOOR }))
    expect(out.event.payload).toMatchObject({ type: 'INVALID_AUTHORIZATION_CREDENTIAL' })
  })
})

it('each account asks with a token of its own', async () => {
  for (const peer of ['v1', 'v2']) await room.say(directive('Alexa ReportState', { endpoint: DOOR }), peer)
  expect(room.admitted).toEqual(['v1', 'v2'])
  expect([...room.hub.tokens]).toEqual(['Bearer ptf_v1', 'Bearer ptf_v2'])
})
