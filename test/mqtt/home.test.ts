// Goal: Home Assistant sees this home as it is, its commands go through the gate with the rights of the face, and nothing
// that anybody says at the broker opens a door. Method: a hub as a user starts it with a simulated home, its bridge in a
// process of its own, a real Mosquitto with TLS and an ACL; skipped with the reason on stderr without Mosquitto.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockStates } from '../fixtures/home-assistant-mqtt.data.ts'
import { discoveryFaults } from './discovery-faults.ts'
import { findMosquitto } from '../support/mosquitto.ts'
import { MqttHouse } from '../support/mqtt-house.ts'
import { until } from '../support/until.ts'

const program = findMosquitto()
if (program === null)
  process.stderr.write('SKIPPED: no Mosquitto on this machine: the home on MQTT is not tried\n')

describe.skipIf(program === null)('a home on a broker', () => {
  let house: MqttHouse
  beforeAll(async () => {
    house = await MqttHouse.open(program ?? '')
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it('is found by Home Assistant, with keys that it takes, and online last of all', async () => {
    const { assistant } = house
    expect(house.bundles.size).toBe(2)
    for (const [topic, bundle] of house.bundles) expect(discoveryFaults(topic, bundle)).toEqual([])
    await assistant.hear(house.front('lock'), 'LOCKED')
    expect(assistant.at(house.front('contact'))).toBe('OFF')
    expect(assistant.at(house.front('step'))).toBe('idle')
    const online = assistant.heard.findIndex(
      ({ topic, payload }) => topic === house.topic('status') && payload.toString() === 'online',
    )
    // What is known by then, be it that nothing is: the house may still be asked for its proof.
    for (const part of ['lock', 'step']) {
      const first = assistant.heard.findIndex(({ topic }) => topic === house.front(part))
      expect(first).toBeGreaterThanOrEqual(0)
      expect(first).toBeLessThan(online)
    }
    // Whoever comes later finds it there.
    await using late = await house.join('homeassistant')
    await late.hear(house.topic('status'), 'online')
    await until('all that is kept', () => late.standing.length === assistant.standing.length)
    expect(late.heard.every(({ isRetained }) => isRetained)).toBe(true)
    // A Home Assistant that starts is told of the devices again.
    const told = (): number => assistant.heard.filter(({ topic }) => topic.endsWith('/config')).length
    const before = told()
    await assistant.say('homeassistant/status', 'online')
    await until('discovery again', () => told() === before + 2)
  })

  it('LOCK goes through the gate and stands in the journal with actor and face', async () => {
    const { assistant, visit } = house
    const { id } = await house.face()
    await assistant.say(house.front('lock/set'), 'LOCK')
    const asked = await visit.owner.untilTold('LockAsked')
    expect(asked.data).toMatchObject({ by: id, face: 'mqtt' })
    await assistant.hear(house.topic('home/last_answer'), 'front: locking was asked for')
  })

  it('nothing that is said at the broker opens the door', async () => {
    const { assistant, visit } = house
    await using stranger = await house.join('stranger')
    const answer = house.topic('home/last_answer')
    const before = assistant.all(answer)
    // The ACL keeps these from everybody: the broker says no to who asks by MQTT 5.
    await stranger.say(house.front('lock/set'), 'UNLOCK').catch(() => undefined)
    await stranger.say(house.front('lock'), 'LOCKED', { retain: true }).catch(() => undefined)
    // Whoever may write there is dropped, or asked for a right and a PIN.
    const set = house.front('lock/set')
    for (const payload of ['unlock', '{"action":"UNLOCK","code":12}', 'U'.repeat(2_000), ''])
      await assistant.say(set, payload)
    await assistant.say(set, Buffer.of(0xff, 0x00))
    await assistant.say(set, 'UNLOCK', { retain: true })
    await until('the kept command to be taken away', () => assistant.all(set).at(-1) === '')
    expect(assistant.all(answer)).toEqual(before)
    for (const payload of ['{"action":"UNLOCK","code":"1234"}', 'UNLOCK']) {
      const told = assistant.all(answer).length
      await assistant.say(set, payload)
      await until('a no', () => assistant.all(answer).length > told)
      expect(assistant.at(answer)).toContain('this face has no right to open')
    }
    for (let each = 0; each < 50; each++) await assistant.say(set, 'UNLOCK')
    await assistant.say(house.topic('door/back/lock/set'), 'LOCK')
    expect(await visit.unlocksReceived()).toBe(0)
    await using late = await house.join('homeassistant')
    await late.hear(house.topic('status'), 'online')
    expect(late.standing).not.toContain(set)
  })

  it('a delivery is told step by step, and goes on when the bridge is killed in the middle of it', async () => {
    const { assistant, visit } = house
    const { owner } = visit
    await visit.inside()
    await assistant.hear(house.front('step'), 'inside')
    await assistant.hear(house.front('contact'), 'ON')
    const opened = owner.told.find(({ type }) => type === 'DoorOpened')
    const heard = assistant.heard.find(({ payload }) => payload.toString().includes('opened'))
    expect([opened, heard]).not.toContain(undefined)
    process.kill(house.pid, 'SIGKILL')
    await assistant.hear(house.topic('status'), 'offline')
    await visit.leave()
    expect(await visit.closed()).toMatchObject({ outcome: 'delivered' })
    expect(await visit.isLocked()).toBe(true)
    await assistant.hear(house.topic('status'), 'online', 30_000)
    await assistant.hear(house.front('lock'), 'LOCKED')
    const locks = new Set(assistant.all(house.front('lock')))
    expect([...locks].filter((word) => !lockStates.includes(word))).toEqual([])
    const events = assistant.all(house.front('delivery'))
    expect(events.slice(0, 2)).toEqual(['{"event_type":"arrived"}', '{"event_type":"opened"}'])
    expect(assistant.heard.some(({ payload }) => payload.includes('1Z4R8V'))).toBe(false)
  })

  it('is right within a second after the broker has come back', async () => {
    const { assistant, broker } = house
    await broker.end()
    await broker.begin()
    const from = performance.now()
    await until('the home to be online again', () =>
      assistant.heard.some(
        ({ topic, at, payload }) =>
          topic === house.topic('status') && at > from && payload.toString() === 'online',
      ),
    )
    process.stderr.write(`broker back to online: ${Math.round(performance.now() - from)} ms\n`)
    const since = (what: string): readonly string[] =>
      assistant.heard
        .filter(({ topic, at }) => topic === house.front(what) && at > from)
        .map(({ payload }) => payload.toString())
    expect([...new Set([...since('lock'), ...since('available')])].toSorted()).toEqual(['LOCKED', 'online'])
  })

  it('unpaired, it leaves nothing behind, and paired it is back', async () => {
    const { assistant, visit } = house
    const { id } = await house.face()
    const standing = assistant.standing.toSorted()
    expect((await visit.owner.post(`/api/v1/faces/${id}/unpair`)).status).toBe(200)
    await until('nothing to stand there', () => assistant.standing.length === 0)
    await using late = await house.join('homeassistant')
    await late.say('homeassistant/status', 'online')
    await until('an answer', () => late.heard.length > 0)
    expect(late.heard.map(({ topic }) => topic)).toEqual(['homeassistant/status'])
    await until('the page to say so', async () => /Taken off/.test((await house.face()).bridge?.words ?? ''))
    // Neither another process nor a command brings it back.
    const { pid } = house
    process.kill(pid, 'SIGKILL')
    await until('another process to wait', async () => {
      const { bridge } = await house.face()
      return house.pid !== pid && bridge?.state === 'waiting'
    })
    expect(assistant.standing.filter((topic) => topic !== house.topic('status'))).toEqual([])
    expect((await visit.owner.post(`/api/v1/faces/${id}/pairing`)).status).toBe(200)
    await until('all to stand there again', () => assistant.standing.length === standing.length)
    expect(assistant.standing.toSorted()).toEqual(standing)
  })
})
