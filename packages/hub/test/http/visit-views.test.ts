// What pages show of a visit besides its state: the clock that runs, the trace, whose yes or no it was, and that a
// picture speaks for nobody it was not shown to.
import { describe, expect, test } from 'vitest'
import type { AlarmView, SessionView, TraceReply } from '@portico/protocol'
import { LiveScreen } from '../support/live-screen.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

type Headers = Readonly<Record<string, string>>

async function visit(hub: TestHub, headers: Headers, sid = hub.sid): Promise<SessionView> {
  return (await hub.ask(`GET /api/v1/sessions/${sid}`, { headers })).body
}

async function untilPhase(hub: TestHub, phase: string): Promise<void> {
  for (let tries = 0; tries < 100 && hub.phase !== phase; tries++) await hub.pass(0.1)
  expect(hub.phase).toBe(phase)
}

describe('the clock that runs', () => {
  test('is that of the phase, runs down with time, and there is none where nothing ends', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.armed()
    expect((await visit(hub, headers)).countdown).toBeNull()
    await hub.arrive(await hub.begin())
    expect((await visit(hub, headers)).countdown).toEqual({ what: 'answer', leftMs: 60_000, wholeMs: 60_000 })
    await hub.pass(2)
    expect((await visit(hub, headers)).countdown).toEqual({ what: 'answer', leftMs: 58_000, wholeMs: 60_000 })
    await hub.approve(headers)
    expect((await visit(hub, headers)).countdown).toMatchObject({ what: 'prove', wholeMs: 12_000 })
    await untilPhase(hub, 'unlocked')
    expect((await visit(hub, headers)).countdown).toMatchObject({ what: 'open', wholeMs: 30_000 })
    hub.door.do({ type: 'open', from: 'outside', wide: true })
    await untilPhase(hub, 'inside')
    const { countdown } = await visit(hub, headers)
    expect(countdown).toMatchObject({ what: 'leave', wholeMs: 60_000 })
    await hub.pass(5)
    const later = await visit(hub, headers)
    expect(later.countdown?.leftMs).toBe((countdown?.leftMs ?? 0) - 5_000)
    hub.door.do({ type: 'close' })
    await untilPhase(hub, 'relocking')
    expect((await visit(hub, headers)).countdown).toMatchObject({ what: 'relock', wholeMs: 18_000 })
    const { sid } = hub
    await hub.sealed(sid)
    expect((await visit(hub, headers, sid)).countdown).toBeNull()
  })
})

describe('the trace', () => {
  test('tells bolt, contact and key steps in order, for the length of the visit and its close watch', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const sid = await hub.delivered(headers)
    const ended = hub.runtime.visits.get(sid as never)?.closed ?? 0
    // What somebody does at the door after it is none of the visit.
    await hub.pass(600)
    hub.door.do({ type: 'open', from: 'inside', wide: true })
    await hub.pass(2)
    const { status, body } = await hub.ask(`GET /api/v1/sessions/${sid}/trace`, { headers })
    // cast: the API promises it, and its description is held to that elsewhere
    const { events, isComplete } = body as TraceReply
    expect([status, isComplete]).toEqual([200, true])
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b))
    const types = events.map(({ type }) => type)
    expect(types[0]).toBe('PresenceProved')
    const order = [
      'UnlockCommitted',
      'DoorUnlocked',
      'DoorOpened',
      'DoorClosed',
      'DoorSecured',
      'SessionClosed',
    ]
    expect(types.filter((type) => order.includes(type)).slice(0, order.length)).toEqual(order)
    const contacts = events.flatMap(({ contact }) => contact ?? [])
    expect(contacts).toContain('open')
    expect(contacts.at(-1)).toBe('closed')
    expect(events.flatMap(({ bolt }) => bolt ?? [])).toContain('unlocked')
    expect(Math.max(...events.map(({ at }) => at))).toBeLessThanOrEqual(ended + 120_000)
    // No number, name or token comes along.
    expect(new Set(events.flatMap((event) => Object.keys(event)))).toEqual(
      new Set(['at', 'type', 'bolt', 'contact']),
    )
  })

  test('of a visit that never began is empty and whole', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.armed()
    const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}/trace`, { headers })
    expect([body.events.filter(({ bolt }: { bolt?: string }) => bolt), body.isComplete]).toEqual([[], true])
  })

  test('does not know bolt and contact while their devices are lost', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.arrived()
    const { sid } = hub
    hub.runtime.report(FRONT, { type: 'ReportLost', device: 'lock' })
    await hub.pass(0.1)
    const { body } = await hub.ask(`GET /api/v1/sessions/${sid}/trace`, { headers })
    expect(body.events).toContainEqual(expect.objectContaining({ type: 'DeviceLost', bolt: 'unknown' }))
  })
})

test('film tells when each piece was taken, and the pieces of a camera do not overlap', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const began = hub.clock.wall()
  const { film } = await visit(hub, headers, await hub.delivered(headers))
  expect(film.length).toBeGreaterThan(0)
  for (const { from, to, seconds } of film) {
    expect(to - from).toBeCloseTo(seconds * 1000, 3)
    expect(from).toBeGreaterThanOrEqual(began - 10_000)
    expect(to).toBeLessThanOrEqual(hub.clock.wall())
  }
})

describe('two adults', () => {
  test('each reads who said yes or no, by a name', async () => {
    await using hub = await TestHub.open()
    const anna = await hub.owner()
    const ben = await hub.owner('Ben')
    await hub.arrived()
    const { sid } = hub
    await hub.ask(`POST /api/v1/sessions/${sid}/deny`, { headers: ben })
    const { approvedBy, deniedBy } = await visit(hub, anna, sid)
    const people = (await hub.ask('GET /api/v1/people', { headers: anna })).body
    expect(approvedBy).toBeNull()
    expect(people).toContainEqual({ id: deniedBy, name: 'Ben', role: 'adult', leaves: null })
  })

  test('T12: none can say yes to a picture that only the other was shown', async () => {
    await using hub = await TestHub.open()
    const anna = await hub.owner()
    const ben = await hub.owner('Ben')
    await hub.arrived()
    const still = await hub.ask('GET /api/v1/cameras/porch/still', { headers: anna })
    const body = { try: 0, picture: still.headers['x-portico-sha256'] }
    const approve = `POST /api/v1/sessions/${hub.sid}/approve`
    expect((await hub.ask(approve, { headers: ben, body })).body.code).toBe('PICTURE_STALE')
    expect((await hub.ask(approve, { headers: anna, body })).status).toBe(200)
  })
})

describe('a visit that the house calls delivered', () => {
  test('waits for the carrier, is agreed by him, and is doubtful once the label is shown again', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const sid = await hub.delivered(headers)
    const confirmation = async () => (await visit(hub, headers, sid)).confirmation
    const { closed } = await visit(hub, headers, sid)
    const by = (closed ?? 0) + 3_600_000
    const words = 'Left inside, not yet confirmed by the carrier.'
    expect(await confirmation()).toEqual({ state: 'waits', by, words, doubts: [] })
    await hub.hook('delivered')
    await hub.pass(0.1)
    expect(await confirmation()).toMatchObject({ state: 'agreed', doubts: [] })
    const { code } = hub.runtime.codes.mint(FRONT)
    await hub.runtime.desk.beginByLabel({ door: FRONT, code, label: NUMBER })
    expect(await confirmation()).toMatchObject({
      state: 'doubtful',
      doubts: [{ why: 'label-again', words: 'Somebody came again with the label of this parcel.' }],
    })
  })

  test('says nothing of one in which nobody came in', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.arrived()
    const { sid } = hub
    await hub.ask(`POST /api/v1/sessions/${sid}/deny`, { headers })
    expect((await visit(hub, headers, sid)).confirmation).toBeNull()
  })
})

describe('an alarm while the door of a visit is open', () => {
  const alarmsOf = async (hub: TestHub, headers: Headers): Promise<readonly AlarmView[]> =>
    (await hub.ask('GET /api/v1/alarms', { headers })).body

  async function called(): Promise<{ hub: TestHub; anna: Headers; ben: Headers }> {
    const hub = await TestHub.open()
    const [anna, ben] = [await hub.owner(), await hub.owner('Ben')]
    await hub.arrived()
    await hub.approve(anna)
    await untilPhase(hub, 'unlocked')
    hub.door.do({ type: 'open', from: 'outside', wide: true })
    await untilPhase(hub, 'inside')
    await hub.ask('POST /api/v1/doors/front/alarm', { headers: ben })
    await hub.pass(0.1)
    return { hub, anna, ben }
  }

  test('is answered by one for himself: the other, and the siren, hear it as before', async () => {
    const { hub, anna, ben } = await called()
    await using _ = hub
    const [alarm] = await alarmsOf(hub, anna)
    expect(alarm).toMatchObject({ kind: 'OWNER_CALLED', acknowledged: false })
    await hub.ask(`POST /api/v1/alarms/${alarm?.id}/acknowledge`, { headers: anna, body: {} })
    await hub.pass(0.1)
    expect(await alarmsOf(hub, anna)).toMatchObject([{ acknowledged: true }])
    expect(await alarmsOf(hub, ben)).toMatchObject([{ acknowledged: false }])
    const doors = (await hub.ask('GET /api/v1/doors/front', { headers: ben })).body
    expect(doors.alarms).toMatchObject([{ acknowledged: false }])
    expect(hub.door.sirenSounds).toBe(true)
  })

  test('calls on the screens of everybody but who has answered', async () => {
    const { hub, anna, ben } = await called()
    await using _ = hub
    using hers = await LiveScreen.open(hub.houseUrl, { headers: { ...anna } })
    using his = await LiveScreen.open(hub.houseUrl, { headers: { ...ben } })
    const [alarm] = await alarmsOf(hub, anna)
    await hub.ask(`POST /api/v1/alarms/${alarm?.id}/acknowledge`, { headers: anna, body: {} })
    await Promise.all([hers, his].map((screen) => screen.untilEvent('AlarmAcknowledged')))
    const [hersBefore, hisBefore] = [hers.alarms.length, his.alarms.length]
    await hub.pass(11)
    await until('his screen to be called', () => his.alarms.length >= hisBefore + 2)
    expect(hers.alarms).toHaveLength(hersBefore)
    // What happens anew is told to her, too.
    await hub.ask('POST /api/v1/doors/front/alarm', { headers: ben })
    await until('her screen to be called', () => hers.alarms.length > hersBefore)
  })
})

test('the alarm that a person calls sounds the siren, and a second call changes nothing', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const call = 'POST /api/v1/doors/front/alarm'
  expect((await hub.ask(call, { headers })).status).toBe(200)
  await hub.pass(0.1)
  expect(hub.door.sirenSounds).toBe(true)
  const seq = hub.seq
  expect((await hub.ask(call, { headers })).body).toEqual({ ok: true })
  expect(hub.seq).toBe(seq)
  const alarms = (await hub.ask('GET /api/v1/alarms', { headers })).body
  expect(alarms).toMatchObject([{ kind: 'OWNER_CALLED', acknowledged: false }])
  await hub.ask(`POST /api/v1/alarms/${alarms[0].id}/acknowledge`, { headers, body: {} })
  await hub.pass(0.1)
  expect((await hub.ask('GET /api/v1/alarms', { headers })).body).toEqual([])
  expect(hub.door.sirenSounds).toBe(false)
  expect((await hub.ask('POST /api/v1/doors/attic/alarm', { headers })).status).toBe(404)
})
