// Resuming after a cut: by the number of an event, with nothing lost and nothing told twice.
import type { LiveEvent } from '@portico/protocol'
import { expect, test } from 'vitest'
import { REPLAY_MAX } from '../../src/live/event-feed.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { TestHub } from '../support/test-hub.ts'
import { eventsUrl, newestTold, toldAfter, write } from '../support/told-events.ts'
import { turns, until } from '../support/until.ts'

test.each(['socket.io', 'plain'])(
  'after a cut it goes on after the last number, over %s, however much happens meanwhile',
  async (kind) => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const from = hub.seq
    const told: LiveEvent[] = []
    const cuts = 6
    for (let cut = 0; cut < cuts; cut++) {
      const after = told.at(-1)?.seq ?? from
      // Missed while away, more than one page of it once.
      await write(hub, cut === 3 ? 1_200 : 7)
      const writing = (async () => {
        for (let n = 0; n < 20; n++) {
          await write(hub, 3)
          await turns(1)
        }
      })()
      if (kind === 'plain') {
        using plain = await PlainSocket.open(eventsUrl(hub, after), headers)
        // Cut in the middle, but for the last time.
        if (cut === cuts - 1) await writing
        await until(
          'enough of it',
          () => plain.events.length > 20 && (cut < cuts - 1 || plain.events.at(-1)?.seq === hub.seq),
        )
        told.push(...plain.events)
      } else {
        using screen = await LiveScreen.open(hub.houseUrl, { headers, auth: { after } })
        if (cut === cuts - 1) await writing
        await until(
          'enough of it',
          () => screen.events.length > 20 && (cut < cuts - 1 || screen.events.at(-1)?.seq === hub.seq),
        )
        told.push(...screen.events)
      }
      await writing
    }
    expect(told.map(({ seq }) => seq)).toEqual(toldAfter(hub, from).map(({ seq }) => seq))
  },
)

test.each([
  ['the newest number', 0, false, 0],
  ['one before it', -1, false, 1],
  ['one beyond the end', 1, true, 0],
  ['far beyond the end', 1_000_000, true, 0],
])('from %s on: nothing is told twice, and a gap is told as one', async (_name, beyond, gap, missed) => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const after = hub.seq + beyond
  using screen = await LiveScreen.open(hub.houseUrl, { headers, auth: { after } })
  using plain = await PlainSocket.open(eventsUrl(hub, after), headers)
  await plain.untilTold(1 + missed)
  expect(screen.ready).toMatchObject({ seq: hub.seq, gap })
  expect(plain.told[0]).toEqual(screen.ready)
  const known = hub.seq
  await write(hub, 1)
  await screen.untilSeq(known + 1)
  await plain.untilTold(2 + missed)
  const expected = toldAfter(hub, gap ? known : after).map(({ seq }) => seq)
  expect(screen.events.map(({ seq }) => seq)).toEqual(expected)
  expect(plain.events.map(({ seq }) => seq)).toEqual(expected)
  expect(expected).toHaveLength(1 + missed)
})

test('from the very beginning everything is told, and more than is told again is a gap', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  using all = await LiveScreen.open(hub.houseUrl, { headers, auth: { after: -1 } })
  await all.untilSeq(newestTold(hub))
  expect(all.ready?.gap).toBe(false)
  expect(all.events).toEqual(toldAfter(hub, -1))
  await write(hub, REPLAY_MAX)
  const [oldest, lost] = [hub.seq - REPLAY_MAX, hub.seq - REPLAY_MAX - 1]
  using late = await LiveScreen.open(hub.houseUrl, { headers, auth: { after: oldest } })
  await late.untilSeq(hub.seq)
  expect([late.ready?.gap, late.events.length]).toEqual([false, REPLAY_MAX])
  using tooLate = await LiveScreen.open(hub.houseUrl, { headers, auth: { after: lost } })
  await turns()
  expect([tooLate.ready?.gap, tooLate.events.length]).toEqual([true, 0])
})

test('a number that is none is a beginning on a screen, and a fault on the plain socket', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  for (const after of ['3', -2, 1.5, null, {}, Number.MAX_VALUE]) {
    using screen = await LiveScreen.open(hub.houseUrl, { headers, auth: { after } })
    expect(screen.ready).toMatchObject({ seq: hub.seq, gap: false })
  }
  for (const after of ['-2', '1.5', 'x', '1e400'])
    expect(await PlainSocket.refused(eventsUrl(hub, after), headers)).toMatchObject({
      status: 400,
      body: { code: 'HUB_HTTP_BODY' },
    })
  expect(await PlainSocket.refused(`${eventsUrl(hub)}?from=3`, headers)).toMatchObject({ status: 400 })
})
