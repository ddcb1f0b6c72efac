// Goal: what a face on MQTT may it does through the gate, and what it may not it cannot: a courier is let in by the picture
// that was shown, a lock in the middle of a visit stops it, a door opens with a PIN of the home alone. Method: as in
// home.test.ts, with pictures on and the owner giving and taking rights.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { discoveryFaults } from './discovery-faults.ts'
import { findMosquitto } from '../support/mosquitto.ts'
import { MqttHouse } from '../support/mqtt-house.ts'
import { until } from '../support/until.ts'

const program = findMosquitto()
if (program === null)
  process.stderr.write('SKIPPED: no Mosquitto on this machine: rights on MQTT are not tried\n')

const ALL = ['see', 'camera', 'lock', 'refuse', 'approve', 'open'] as const
const PIN = '271828'

describe.skipIf(program === null)('a home on a broker, by right', () => {
  let house: MqttHouse
  beforeAll(async () => {
    house = await MqttHouse.open(program ?? '', { pictures: true })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  /** Says it, and waits for the answer. */
  async function ask(what: string, payload: string): Promise<string | undefined> {
    const { assistant } = house
    const answer = house.topic('home/last_answer')
    const before = assistant.all(answer).length
    await assistant.say(house.front(`${what}/set`), payload)
    await until(`an answer to ${what}`, () => assistant.all(answer).length > before)
    return assistant.at(answer)
  }

  it('offers what the owner has given, as soon as he has', async () => {
    expect(['approve', 'deny', 'picture'].map((key) => house.offered(key) !== undefined)).toEqual([
      false,
      true,
      true,
    ])
    await house.allow(ALL)
    await until('the button to let in', () => house.offered('approve'))
    expect(house.offered('lock')).toHaveProperty('code_format')
    for (const [topic, bundle] of house.bundles) expect(discoveryFaults(topic, bundle)).toEqual([])
    await house.assistant.hear(house.topic('status'), 'online')
    expect(await ask('approve', 'PRESS')).toBe('front: no visit is under way')
  })

  it('says who rings, with a picture that nobody keeps', async () => {
    const { assistant, visit } = house
    await visit.act('ring', 'front')
    await assistant.hear(house.front('bell'), '{"event_type":"ring","parcel":false}')
    const picture = await until('a picture of who rings', () =>
      assistant.heard.find(({ topic }) => topic === house.front('picture')),
    )
    expect([...picture.payload.subarray(0, 2), picture.isRetained]).toEqual([0xff, 0xd8, false])
    expect(assistant.standing).not.toContain(house.front('picture'))
    expect(assistant.standing).not.toContain(house.front('bell'))
  })

  it('lets a courier in by the picture that was shown, and a lock in the middle of the visit stops it', async () => {
    const { assistant, visit } = house
    const { id } = await house.face()
    const pictures = (): number => assistant.all(house.front('picture')).length
    const before = pictures()
    await visit.asked()
    await until('a picture of who waits', () => pictures() > before)
    expect(await ask('approve', 'PRESS')).toBe('front: the courier may come in')
    const approved = await visit.owner.untilTold('EntryApproved')
    expect(approved.data).toMatchObject({ by: id, face: 'mqtt' })
    await visit.owner.untilTold('DoorUnlocked')
    await assistant.hear(house.front('lock'), 'UNLOCKED')
    expect(await ask('lock', 'LOCK')).toBe('front: locking was asked for')
    expect((await visit.owner.untilTold('AbortNoted')).data).toMatchObject({ by: id, face: 'mqtt' })
    await visit.closed()
    await assistant.hear(house.front('lock'), 'LOCKED', 30_000)
    expect(await visit.isLocked()).toBe(true)
  })

  it('opens with a PIN of the home, and with nothing else', async () => {
    const { assistant, visit } = house
    const { code } = await visit.hub.ask({ type: 'rules-code' })
    const terms = { name: 'Mara', person: null, doors: null, hours: null, until: null }
    expect((await visit.owner.post('/api/v1/pins', { ...terms, pin: PIN, code })).status).toBe(201)
    const before = await visit.unlocksReceived()
    expect(await ask('lock', 'UNLOCK')).toContain('ASSURANCE_MISSING')
    expect(await ask('lock', '{"action":"UNLOCK","code":"000000"}')).toMatch(/^front: [A-Z_]+: /)
    expect(await visit.unlocksReceived()).toBe(before)
    expect(await ask('lock', JSON.stringify({ action: 'UNLOCK', code: PIN }))).toBe(
      'front: opening has begun',
    )
    const granted = await visit.owner.untilTold('ManualOpenGranted')
    expect(granted.data).toMatchObject({ face: 'mqtt' })
    await assistant.hear(house.front('lock'), 'UNLOCKED')
    await ask('lock', 'LOCK')
    await assistant.hear(house.front('lock'), 'LOCKED', 30_000)
    expect(visit.hub.output).not.toContain(PIN)
  })

  it('a door that it may show no more leaves nothing behind, and comes back', async () => {
    const { assistant } = house
    await house.allow(['see'], [])
    const ofFront = (): readonly string[] => assistant.standing.filter((topic) => /front/.test(topic))
    await until('the front door to be gone', () => ofFront().length === 0)
    expect(assistant.at(house.topic('home/parcels_today'))).toBeDefined()
    await house.allow(['see'])
    await assistant.hear(house.front('lock'), 'LOCKED')
    expect(house.offered('deny')).toBeUndefined()
    expect(await ask('lock', 'LOCK')).toContain('no right to lock')
  })
})
