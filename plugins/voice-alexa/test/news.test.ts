// Goal: Alexa hears what happens, once and soon; tokens are fetched anew, a broken link is told to the owner, and what lies on
// the disk tells nothing. Method: the bridge over a small hub and a simulated Amazon that fails in each way.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { milliseconds } from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { frontDoor } from './support/small-hub.ts'
import { type Heard, Room, directive, valuesIn } from './support/host.ts'

let clock: TestClock
let room: Room
beforeEach(async () => {
  clock = new TestClock()
  room = await Room.open(clock)
})
afterEach(() => room[Symbol.asyncDispose]())

const grant = (code = 'good-grant'): unknown =>
  directive('Alexa.Authorization AcceptGrant', { payload: { grant: { code } } })

// cast: each field of it is looked at by a test
const news = (): readonly Heard[] => room.amazon.news.map(({ body }) => body as Heard)

/** The home was read since the door is so: the next change is told. */
async function change(state: 'locked-proved' | 'unlocked'): Promise<void> {
  room.hub.set(state)
  await clock.advance(milliseconds(5_000))
}

async function granted(): Promise<void> {
  expect((await room.say(grant())).event.header).toMatchObject({ name: 'AcceptGrant.Response' })
  await room.say(directive('Alexa ReportState', { endpoint: 'door#front' }))
}

it('a change is told with what changed apart from what did not', async () => {
  await granted()
  await change('unlocked')
  await expect.poll(news).toHaveLength(1)
  const [told] = news()
  expect(told?.event.header).toMatchObject({ namespace: 'Alexa', name: 'ChangeReport' })
  expect(told?.event.payload).toMatchObject({
    change: {
      cause: { type: 'PHYSICAL_INTERACTION' },
      properties: [{ namespace: 'Alexa.LockController', name: 'lockState', value: 'UNLOCKED' }],
    },
  })
  expect(told && valuesIn(told)).toEqual({
    connectivity: { value: 'OK' },
    detectionState: 'NOT_DETECTED',
  })
})

it('doors that come, are renamed or are shown no more are told as such', async () => {
  await granted()
  const side = { ...frontDoor, id: 'side', name: 'Side door' }
  room.hub.doors = [{ ...frontDoor, name: 'Main door' }, side]
  await clock.advance(milliseconds(30_000))
  await expect.poll(news).toHaveLength(1)
  const scope = { type: 'BearerToken', token: 'Atza|1' }
  const namesIn = ({ event }: Heard): unknown => [event.header['name'], event.payload]
  expect(news().map(namesIn)).toEqual([
    [
      'AddOrUpdateReport',
      {
        scope,
        endpoints: ['door#front', 'bell#front', 'door#side', 'bell#side'].map((endpointId) =>
          expect.objectContaining({ endpointId }),
        ),
      },
    ],
  ])
  room.hub.doors = [side]
  await clock.advance(milliseconds(30_000))
  await expect.poll(news).toHaveLength(2)
  expect(news().slice(1).map(namesIn)).toEqual([
    ['DeleteReport', { scope, endpoints: [{ endpointId: 'door#front' }, { endpointId: 'bell#front' }] }],
  ])
})

it('a token that ran out is fetched anew once, and the news arrive', async () => {
  await granted()
  room.amazon.expire()
  await change('unlocked')
  await expect.poll(news).toHaveLength(1)
  expect(room.amazon.grants).toEqual(['authorization_code', 'refresh_token'])
  expect(room.amazon.requests).toBe(2)
  await clock.advance(milliseconds(2 * 3_600_000))
  await change('locked-proved')
  await expect.poll(news).toHaveLength(2)
  expect(room.amazon.grants).toEqual(['authorization_code', 'refresh_token', 'refresh_token'])
})

it.each([
  ['token', 2],
  ['disabled', 1],
] as const)(
  'a link that Alexa ended (%s) is told to the owner, and asked no more',
  async (mood, requests) => {
    await granted()
    room.amazon.mood = mood
    await change('unlocked')
    await expect.poll(() => room.statuses.at(-1)?.state).toBe('waiting')
    expect(room.statuses.at(-1)?.words).toContain('disable the skill')
    expect(room.amazon.requests).toBe(requests)
    await change('locked-proved')
    expect(room.amazon.requests).toBe(requests)
    room.amazon.mood = 'well'
    await room.say(grant())
    await change('unlocked')
    await expect.poll(() => room.statuses.at(-1)?.state).toBe('running')
  },
)

it('a gateway that is down is tried again while the news are news', async () => {
  await granted()
  room.amazon.mood = 'down'
  await change('unlocked')
  await expect.poll(() => room.amazon.requests).toBe(1)
  room.amazon.mood = 'well'
  await expect
    .poll(async () => {
      await clock.advance(milliseconds(500))
      return news().length
    })
    .toBe(1)
})

it('a grant that Amazon does not take fails the linking, and says so', async () => {
  const { event } = await room.say(grant('stale'))
  expect(event.header).toMatchObject({ namespace: 'Alexa.Authorization', name: 'ErrorResponse' })
  expect(event.payload).toMatchObject({ type: 'ACCEPT_GRANT_FAILED' })
})

it('without credentials for news the linking is whole, and the owner reads what is missing', async () => {
  await room.stop()
  await room.start({ secret: null })
  expect((await room.say(grant())).event.header).toMatchObject({ name: 'AcceptGrant.Response' })
  expect(room.amazon.grants).toEqual([])
  expect(room.statuses.at(-1)?.words).toContain('messagingClientId')
})

it('a grant outlives a start, lies sealed on the disk, and goes with its account', async () => {
  await granted()
  const folder = join(room.folder, 'grants')
  const [file = ''] = readdirSync(folder)
  expect(readFileSync(join(folder, file)).includes('Atz')).toBe(false)
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
  await room.stop()
  await room.start()
  expect(room.admitted).toEqual(['v1', 'v1'])
  await expect.poll(() => room.statuses.at(-1)).toMatchObject({ state: 'running', words: null })
  await room.unpair(null)
  expect(readdirSync(folder)).toEqual([])
  expect(room.statuses.at(-1)).toMatchObject({ state: 'waiting' })
})

it('an account of before that the hub does not let in stays out, and its grant goes', async () => {
  await granted()
  await room.stop()
  room.isShut = true
  await room.start()
  expect(room.statuses.at(-1)).toMatchObject({ state: 'waiting' })
  expect(readdirSync(join(room.folder, 'grants'))).toEqual([])
})
