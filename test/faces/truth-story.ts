// What becomes of one door, and what every face says of it meanwhile; played by `one-truth.test.ts`, inside of a private
// network where there is one.
import assert from 'node:assert/strict'
import type { JournalLine } from '@portico/core'
import type { FaceView, UnpairAllReply } from '@portico/protocol'
import { allowFace, letFaceIn, newPin } from '../support/let-in-faces.ts'
import { lineFindings } from '../support/line-findings.ts'
import { findMosquitto } from '../support/mosquitto.ts'
import { step } from '../support/story-step.ts'
import { TruthScene } from '../support/truth-scene.ts'
import { until } from '../support/until.ts'

const [link = null] = process.argv.slice(2)

async function happens(scene: TruthScene): Promise<void> {
  const { visit } = scene.world
  const { owner } = visit
  await step('all say that somebody is let in, and that the door is locked behind him', async () => {
    await scene.all('locked', { within: 30_000 })
    await visit.inside()
    await scene.all('not-locked', { isNews: true })
    const secured = scene.next('DoorSecured')
    await visit.leave()
    await secured()
    await scene.all('locked', { isNews: true })
    assert.equal((await visit.closed()).outcome, 'delivered')
  })

  await step('all say that it is not locked the moment that a PIN opens it', async () => {
    const { id, client } = await letFaceIn(visit, 'matter')
    await allowFace(visit, id, ['see', 'lock', 'open'])
    await client.open('front', await newPin(visit))
    await scene.known('not-locked')
    await scene.all('not-locked')
    const granted = owner.told.find(({ type }) => type === 'ManualOpenGranted')
    assert.deepEqual([granted?.data['by'], granted?.data['face']], [id, 'matter'])
    const secured = scene.next('DoorSecured')
    await client.lock('front')
    await secured()
    await scene.all('locked')
  })

  await step('a wish to lock goes through the gate from each, with its own id and name', async (say) => {
    const asking = [...scene.faces].filter(([, { lock }]) => lock !== null)
    for (const [name, { by, face, lock }] of asking) {
      const asked = scene.next('LockAsked')
      await lock?.()
      await asked()
      const data = owner.told.findLast(({ type }) => type === 'LockAsked')?.data
      assert.deepEqual([name, data?.['by'], data?.['face']], [name, by, face])
      await scene.all('locked', { within: 10_000 })
    }
    say(asking.map(([name]) => name).join(', '))
  })

  await step('all say that a bolt is stuck half way, and locked again when it is', async () => {
    await visit.act('turn', 'front', { to: 'unlock' })
    await scene.all('not-locked', { within: 10_000 })
    await visit.act('jam', 'front', { on: true, at: 0.5 })
    await owner.post('/api/v1/doors/front/lock')
    await scene.known('jammed')
    await scene.all('jammed', { isNews: true })
    assert.ok(owner.told.some(({ data }) => data['kind'] === 'BOLT_JAMMED'))
    await visit.act('jam', 'front', { on: false })
    await owner.post('/api/v1/doors/front/lock')
    await scene.known('locked')
    await scene.all('locked')
    // A hand that turns the bolt so soon after a visit is an alarm of its own.
    const words = scene.news.words.filter((word) => word !== 'other')
    assert.deepEqual(words, ['not-locked', 'locked', 'jammed'])
  })
}

async function killed(scene: TruthScene): Promise<void> {
  const { hub, owner } = scene.world.visit
  await step(
    'nobody says anything old of the door when the hub is killed, and all know it again',
    async (say) => {
      await hub.kill()
      // How long a dead line stays unnoticed is the socket's: up to eight seconds where nobody hangs up.
      const gone = performance.now()
      await scene.all('unknown', { within: 10_000 })
      say(`nobody says locked ${Math.round(performance.now() - gone)} ms after it`)
      await hub.begin()
      await owner.connect()
      const back = performance.now()
      await scene.all('locked', { within: 60_000 })
      say(`all say it again ${Math.round(performance.now() - back)} ms after it was ready`)
    },
  )
}

async function ends(scene: TruthScene): Promise<void> {
  const { visit, house } = scene.world
  const { owner } = visit
  await step('once everything is unpaired nobody outside is shown anything', async () => {
    const before = await house?.face()
    const answer = await owner.post('/api/v1/faces/unpair-all')
    assert.equal(answer.status, 200)
    // cast: the hub answers with its own schema
    const { bridges } = (await answer.json()) as UnpairAllReply
    const expected = [house && 'mqtt', 'alexa', scene.world.link && 'matter'].filter((name) => name !== null)
    assert.deepEqual(new Set(bridges), new Set(expected.map((name) => ({ name, done: true }))))
    for (const [name, face] of scene.faces)
      if (face.isOutside)
        await until(`${name} to show nothing`, async () => (await face.shown()) === 'unknown')
      else assert.deepEqual([name, await face.shown()], [name, 'locked'])
    if (house && before) {
      const isAnother = ({ kind, id, isLive }: FaceView): boolean =>
        kind === 'mqtt' && id !== before.id && isLive
      await until('another face of the broker', async () => (await scene.listed()).some(isAnother))
      // What is unpaired is taken away from the broker too, and stays away until somebody pairs it again.
      await house.assistant.hear(house.front('lock'), '')
    }
    const left = await until('bridges as other faces', async () => {
      const all = await scene.listed()
      return all.length > 0 && all
    })
    for (const { bridge, peer } of left) assert.deepEqual([bridge !== null, peer], [true, null])
  })

  await step('the journal is sound', async () => {
    const { out } = visit.hub.command('journal', 'export')
    const lines = out.split('\n').filter((line) => line !== '')
    // cast: our own journal
    assert.deepEqual(await lineFindings(lines.map((line) => JSON.parse(line) as JournalLine)), [])
  })
}

await using scene = await TruthScene.begin({ link, mosquitto: findMosquitto() })
await happens(scene)
await killed(scene)
await ends(scene)
