// Goal: one truth. Whatever becomes of the door, every face says the same of it within a second, and none says locked of
// what is not proved; what is asked by a face goes through the gate and stands in the journal with actor and face. Method:
// one world with a real hub, house, broker and Homebridge, and every face there is at once (`truth-faces.ts`). Without
// Mosquitto it is skipped, loudly.
import type { JournalLine } from '@portico/core'
import type { FaceView } from '@portico/protocol'
import { SimulatedAmazon } from '@portico/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alexaEnv, alexaLines } from '../support/alexa-skill.ts'
import { allowFace, letFaceIn, newPin } from '../support/let-in-faces.ts'
import { lineFindings } from '../support/line-findings.ts'
import { findMosquitto } from '../support/mosquitto.ts'
import { MqttHouse } from '../support/mqtt-house.ts'
import { type Shown, type TruthFace, truthFaces } from '../support/truth-faces.ts'
import { until } from '../support/until.ts'

const mosquitto = findMosquitto()
if (mosquitto === null)
  process.stderr.write('SKIPPED: no Mosquitto on this machine: that all faces tell one truth is not tried\n')

/** From the line in the journal to the last face, ms. */
const WITHIN = 1_000

describe.skipIf(mosquitto === null)('one world and every face', () => {
  let house: MqttHouse
  let amazon: SimulatedAmazon
  const faces = new Map<string, TruthFace>()

  beforeAll(async () => {
    amazon = await SimulatedAmazon.start()
    const beside = { lines: alexaLines(amazon), env: alexaEnv }
    house = await MqttHouse.open(mosquitto ?? '', { beside })
    for (const [name, open] of Object.entries(truthFaces)) faces.set(name, await open(house))
  }, 120_000)
  afterAll(async () => {
    for (const face of faces.values()) await face[Symbol.asyncDispose]()
    await house[Symbol.asyncDispose]()
    await amazon[Symbol.asyncDispose]()
  })

  /** Every face shows it; each is asked for itself, and who does not is named. */
  const all = async (word: Shown, within = WITHIN): Promise<void> => {
    const asked = [...faces].map(async ([name, face]) => {
      let last: Shown | null = null
      const shows = async (): Promise<boolean> => (last = await face.shown()) === word
      await until('it', shows, within).catch(() => undefined)
      return [name, last]
    })
    expect(await Promise.all(asked)).toEqual([...faces.keys()].map((name) => [name, word]))
  }

  /** Resolves when the journal's next line of this type is told. */
  const next = (type: string): (() => Promise<void>) => {
    const { told } = house.visit.owner
    const before = told.length
    return async () => void (await until(type, () => told.slice(before).some((event) => event.type === type)))
  }

  it('says locked, and then that it is not, the moment that a PIN opens it', async () => {
    const { visit } = house
    await all('locked', 30_000)
    const { id, client } = await letFaceIn(visit, 'matter')
    await allowFace(visit, id, ['see', 'lock', 'open'])
    await client.open('front', await newPin(visit))
    await until('the hub to know', async () => (await faces.get('the owner page')?.shown()) === 'not-locked')
    await all('not-locked')
    const granted = visit.owner.told.find(({ type }) => type === 'ManualOpenGranted')
    expect(granted?.data).toMatchObject({ by: id, face: 'matter' })
    const secured = next('DoorSecured')
    await client.lock('front')
    await secured()
    await all('locked')
  })

  it('a wish to lock goes through the gate from each, with its own id and name', async () => {
    const { owner } = house.visit
    for (const [name, face] of faces) {
      const asked = next('LockAsked')
      await face.lock()
      await asked()
      const { data } = owner.told.findLast(({ type }) => type === 'LockAsked') ?? {}
      expect([name, data]).toEqual([name, expect.objectContaining({ by: face.by, face: face.face })])
      await all('locked', 10_000)
    }
  })

  it('says jammed of a bolt that is stuck half way, and locked again when it is', async () => {
    const { visit } = house
    await visit.act('turn', 'front', { to: 'unlock' })
    await all('not-locked', 10_000)
    await visit.act('jam', 'front', { on: true, at: 0.5 })
    await visit.owner.post('/api/v1/doors/front/lock')
    await until('the hub to know', async () => (await faces.get('the owner page')?.shown()) === 'jammed')
    await all('jammed')
    expect(visit.owner.told.some(({ data }) => data['kind'] === 'BOLT_JAMMED')).toBe(true)
    await visit.act('jam', 'front', { on: false })
    await visit.owner.post('/api/v1/doors/front/lock')
    await until('the hub to know', async () => (await faces.get('the owner page')?.shown()) === 'locked')
    await all('locked')
  })

  it('shows nothing to anybody from outside once everything is unpaired', async () => {
    const { owner } = house.visit
    const before = await house.face()
    const answer = await owner.post('/api/v1/faces/unpair-all')
    const told: unknown = await answer.json()
    const bridges = [expect.objectContaining({ name: 'mqtt' }), expect.objectContaining({ name: 'alexa' })]
    expect([answer.status, told]).toEqual([200, { faces: expect.any(Number), bridges }])
    for (const [name, face] of faces)
      if (face.face !== 'owner-page')
        await until(`${name} to show nothing`, async () => (await face.shown()) === 'unknown')
    const listed = (): Promise<readonly FaceView[]> => owner.get('/api/v1/faces')
    await until('another face of the broker', async () =>
      (await listed()).some(({ kind, id, isLive }) => kind === 'mqtt' && id !== before.id && isLive),
    )
    // What is unpaired is taken away from the broker too, and stays away until somebody pairs it again.
    await house.assistant.hear(house.front('lock'), '')
    const left = await listed()
    expect(left.map(({ bridge, peer }) => [bridge !== null, peer])).toEqual(left.map(() => [true, null]))
  })

  it('says nothing old of the door when the hub is killed', async () => {
    const { hub } = house.visit
    const { out } = hub.command('journal', 'export')
    const lines = out.split('\n').filter((line) => line !== '')
    // cast: our own journal
    expect(await lineFindings(lines.map((line) => JSON.parse(line) as JournalLine))).toEqual([])
    await hub.kill()
    // How long a dead line stays unnoticed is the socket's: up to eight seconds where nobody hangs up.
    await all('unknown', 10_000)
  })
})
