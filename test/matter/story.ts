// What happens between a real hub, its Matter bridge and controllers of another version of the library; played inside of a
// private network by `matter.test.ts`. Each step prints one line; the first that fails ends the story.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineClock } from '../support/machine-clock.ts'
import { clusters } from '../support/matter-controller.ts'
import { MatterScene, bridgePid } from '../support/matter-scene.ts'
import { allWeek, credential, locked, status, unlocked, user, userTypes } from '../support/matter-requests.ts'
import { postHook } from '../support/people.ts'
import { step } from '../support/story-step.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'
import { flood, together, yearly } from './bad-input.ts'
import { restored } from './story-restore.ts'

const [link = ''] = process.argv.slice(2)
const PIN = '271828'
const WRONG = '314159'
/** Of the second courier's parcel. */
const SECOND = '1Z4R8V671222709141'

/** The code by which the first controller pairs. */
let firstCode = ''

async function pairing(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  await step('a controller pairs by the code of the owner page, and is a face of its own', async (say) => {
    const code = await scene.code()
    assert.match(code, /^\d{4}-\d{3}-\d{4}$/)
    firstCode = code
    assert.match((await scene.bridge()).bridge?.pairing?.qr ?? '', /^MT:/)
    const begun = performance.now()
    await one.ask({ do: 'pair', code })
    say(`paired and read in ${Math.round(performance.now() - begun)} ms`)
    const [peer] = await scene.peers(1)
    assert.ok(peer)
    assert.ok(peer.rights.includes('lock') && peer.rights.includes('see'))
    assert.ok(!peer.rights.includes('open') && !peer.rights.includes('codes'))
    assert.equal((await scene.bridge()).bridge?.pairing, null, 'nobody else can pair now')
  })

  await step('every part tells what is so', async () => {
    await scene.learn()
    await scene.untilLock(locked)
    const front = (await visit.owner.home.doors()).find(({ id }) => id === 'front')
    assert.ok(front)
    assert.equal(await scene.value(scene.contact, 'stateValue'), front.contact.word === 'closed')
    assert.equal(await scene.value(scene.contact, 'reachable'), true)
    assert.equal(await scene.value(scene.contact, 'nodeLabel'), 'Front door contact')
    assert.deepEqual(await scene.value(scene.delivery, 'occupancy'), { occupied: false })
    assert.equal(await scene.value(scene.door, 'reachable'), true)
    assert.equal(await scene.value(scene.door, 'batPercentRemaining'), (front.battery ?? 0) * 2)
    assert.equal(await scene.value(scene.door, 'nodeLabel'), 'Front door')
    assert.equal(await scene.value(scene.lock, 'requirePinForRemoteOperation'), true)
    const shown = new Set((await scene.one.read()).map(({ cluster }) => cluster))
    assert.ok(!shown.has(clusters.videoProvider) && !shown.has(clusters.cameraStreams), 'no camera unasked')
  })

  await step(
    'a second controller pairs in a window that the owner opens; one that leaves is no face any more',
    async () => {
      await scene.openPairing()
      await scene.two.ask({ do: 'pair', code: await scene.code() })
      await scene.peers(2)
      assert.equal(await scene.value(scene.lock, 'lockState', scene.two), locked)
      await scene.two.ask({ do: 'leave' })
      await scene.peers(1)
      assert.equal(await scene.value(scene.lock, 'lockState'), locked)
    },
  )
}

/** Somebody turns the knob: again, where the end of a visit turned it back. */
async function turned({ one, lock, visit }: MatterScene): Promise<void> {
  const from = one.told.length
  await until('the controller to hear of it', async () => {
    await visit.act('turn', 'front', { to: 'unlock' })
    const heard = one.told.slice(from).findLast((told) => told.endpoint === lock && told.name === 'lockState')
    return heard?.value === unlocked
  })
}

async function commands(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  const { owner } = visit
  await step('a lock by hand is seen, and a lock command stands in the journal with its face', async () => {
    await turned(scene)
    const from = owner.told.length
    assert.equal(await one.status(scene.lock, 'lockDoor'), 0)
    const [peer] = await scene.peers(1)
    const asked = await scene.told('LockAsked', from)
    assert.equal(asked.data['face'], 'matter')
    assert.ok(String(asked.data['by']).includes(peer?.id ?? '-'), JSON.stringify(asked.data))
    await scene.untilLock(locked)
    assert.equal(await visit.isLocked(), true)
  })

  await step('an unlock opens nothing without the right, whatever PIN comes with it', async () => {
    const before = await visit.unlocksReceived()
    assert.notEqual(await one.status(scene.lock, 'unlockDoor'), 0)
    assert.notEqual(await one.status(scene.lock, 'unlockDoor', { pin: PIN }), 0)
    assert.notEqual(await one.status(scene.lock, 'unlockWithTimeout', { timeout: 60, pin: PIN }), 0)
    assert.equal(await visit.unlocksReceived(), before)
    assert.equal(await visit.isLocked(), true)
  })

  await step('users and PINs are set by nobody without the right', async () => {
    assert.equal(await one.status(scene.lock, 'setUser', user(userTypes.plain)), status.unsupportedAccess)
    assert.equal(await one.status(scene.lock, 'setCredential', credential(PIN)), status.unsupportedAccess)
  })

  await step('a ring is told', async () => {
    const from = one.told.length
    await visit.act('ring', 'front')
    const press = {
      type: 'event',
      endpoint: scene.bell,
      cluster: clusters.switch,
      name: 'initialPress',
    } as const
    await one.hears(press, () => true, from)
  })

  await step('a bolt that jams is an event, and never locked', async () => {
    await turned(scene)
    const from = one.told.length
    await visit.act('jam', 'front', { on: true, at: 0.5 })
    assert.equal(await one.status(scene.lock, 'lockDoor'), 0)
    const alarm = {
      type: 'event',
      endpoint: scene.lock,
      cluster: clusters.doorLock,
      name: 'doorLockAlarm',
    } as const
    await one.hears(alarm, (value) => JSON.stringify(value) === '{"alarmCode":0}', from)
    assert.ok(!one.told.slice(from).some((told) => told.name === 'lockState' && told.value === locked))
    await visit.act('jam', 'front', { on: false })
    await until('the door to be locked again', async () => {
      await one.status(scene.lock, 'lockDoor')
      return visit.isLocked()
    })
    await scene.untilLock(locked)
  })
}

async function pins(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  const { owner } = visit
  await step(
    'with the right, a PIN that a controller sets opens in its hours, and is the hub’s',
    async () => {
      const before = await visit.unlocksReceived()
      const [peer] = await scene.peers(1)
      assert.ok(peer)
      await scene.give(peer.id, ['see', 'lock', 'open', 'codes'])
      assert.equal(await one.status(scene.lock, 'setUser', user(userTypes.weekDay)), 0)
      assert.equal(await one.status(scene.lock, 'setCredential', credential(PIN)), 0)
      const kept = await owner.get<readonly { readonly name: string }[]>('/api/v1/pins')
      assert.deepEqual(
        kept.map(({ name }) => name.split(' ')[0]),
        ['Mara'],
      )
      // A user whose hours are by the week and who has none.
      assert.notEqual(await one.status(scene.lock, 'unlockDoor', { pin: PIN }), 0)
      assert.equal(await visit.unlocksReceived(), before)
      assert.equal(await one.status(scene.lock, 'setWeekDaySchedule', allWeek), 0)
      const from = owner.told.length
      assert.equal(await one.status(scene.lock, 'unlockDoor', { pin: PIN }), 0)
      const granted = await scene.told('ManualOpenGranted', from)
      assert.equal(granted.data['face'], 'matter')
      await until('one unlock', async () => (await visit.unlocksReceived()) === before + 1)
      await scene.untilLock(unlocked)
      assert.equal(await one.status(scene.lock, 'lockDoor'), 0)
      await scene.untilLock(locked)
    },
  )

  await together(scene, PIN)
  await yearly(scene, PIN)

  await step('without a PIN, and after wrong ones, nothing opens, be the next one good', async () => {
    const before = await visit.unlocksReceived()
    assert.notEqual(await one.status(scene.lock, 'unlockDoor'), 0)
    for (let tries = 0; tries < 20; tries += 1)
      assert.notEqual(await one.status(scene.lock, 'unlockDoor', { pin: WRONG }), 0)
    assert.notEqual(await one.status(scene.lock, 'unlockDoor', { pin: PIN }), 0)
    assert.equal(await visit.unlocksReceived(), before)
    assert.equal(await visit.isLocked(), true)
  })

  await step('a PIN that its controller clears is none of the hub’s any more', async () => {
    const gone = { credential: { credentialType: 1, credentialIndex: 1 } }
    assert.equal(await one.status(scene.lock, 'clearCredential', gone), 0)
    assert.deepEqual(await owner.get('/api/v1/pins'), [])
  })
}

/** Another courier than the first: to the point where he is inside. */
async function comesAgain({ hub, owner, courier }: Visit, number: string): Promise<void> {
  await owner.claim(number)
  const hook = await postHook(hub, 'out-for-delivery', { number })
  assert.equal(hook.status, 200, await hook.text())
  const came = await until('the second courier to be seen to', async () => {
    const answer = await courier.arrive(number)
    return 'state' in answer && answer
  })
  assert.ok(came)
  await owner.approve()
}

async function deliveries(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  const { hub, owner } = visit
  await visit.inside()
  await flood(scene)
  const occupancy = { endpoint: scene.delivery, cluster: clusters.occupancy, name: 'occupancy' }
  await step(
    'the bridge is killed while a courier is inside: the visit goes on, and the first report follows',
    async (say) => {
      await one.hears(occupancy, (value) => JSON.stringify(value) === '{"occupied":true}')
      const before = bridgePid(hub.pid)
      assert.ok(before !== null)
      const from = one.told.length
      const command = one.status(scene.lock, 'unlockDoor', { pin: PIN })
      process.kill(before, 'SIGKILL')
      await visit.leave()
      assert.equal((await visit.closed()).outcome, 'delivered')
      assert.equal(await visit.isLocked(), true)
      assert.notEqual(await command, 0)
      await until('another bridge that runs', async () => {
        const pid = bridgePid(hub.pid)
        return pid !== null && pid !== before && (await scene.bridge()).bridge?.state === 'running'
      })
      const told = await one.hears(occupancy, (value) => JSON.stringify(value) === '{"occupied":false}', from)
      const runs = hub.log.findLast(({ msg, bridge }) => msg === 'bridge runs' && bridge === 'matter')
      const since = Date.parse(String(runs?.['time'])) - Date.now() + machineClock.mono()
      const first = one.told.slice(from)[0] ?? told
      say(`first report ${Math.round(first.mono - since)} ms after the bridge ran again`)
      say(`end of the delivery ${Math.round(told.mono - since)} ms after it`)
      await scene.peers(1)
      await scene.untilLock(locked)
      assert.equal(await visit.unlocksReceived(), 1)
    },
  )

  await step('a lock while a courier is let in ends the visit, and an unlock is refused', async () => {
    await comesAgain(visit, SECOND)
    const from = owner.told.length
    await until('the door to be unlocked', async () => (await visit.unlocksReceived()) === 2)
    assert.notEqual(await one.status(scene.lock, 'unlockDoor', { pin: PIN }), 0)
    assert.equal(await one.status(scene.lock, 'lockDoor'), 0)
    const noted = await scene.told('AbortNoted', from)
    assert.equal(noted.data['face'], 'matter')
    await until('the door to be locked', () => visit.isLocked())
    await until('the end of the visit', async () =>
      (await owner.sessions()).every(({ state }) => state === 'closed'),
    )
    await scene.untilLock(locked)
    assert.equal(await visit.unlocksReceived(), 2)
  })
}

async function endings(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  const before = visit.owner.told.length
  await step('a controller that the owner takes out can do nothing any more', async () => {
    const [peer] = await scene.peers(1)
    const answer = await visit.owner.post(`/api/v1/faces/${peer?.id}/revoke`)
    assert.equal(answer.status, 200, await answer.text())
    await scene.peers(0)
    // Nobody answers it: its library tries for minutes.
    void one.status(scene.lock, 'lockDoor').catch(() => {})
  })

  await step('all are taken out in one act, and the code is another', async () => {
    // The first code ended with the last controller: it is never told again, not even until the node is made anew.
    const code = await scene.code()
    assert.notEqual(code, firstCode)
    await scene.two.ask({ do: 'pair', code })
    await scene.peers(1)
    const answer = await visit.owner.post('/api/v1/faces/unpair-all')
    assert.equal(answer.status, 200, await answer.text())
    await scene.peers(0)
    await until('another code', async () => (await scene.code()) !== code)
    assert.ok(!visit.owner.told.slice(before).some(({ type }) => type === 'LockAsked'))
  })

  await step('no PIN stands in the log, nor in what the bridge keeps', () => {
    const { output, errors, data } = visit.hub
    const kept = ['matter.db', 'matter.db-wal'].map((name) =>
      readFileSync(join(data, 'bridges/matter', name), 'latin1'),
    )
    for (const text of [output, errors, ...kept])
      for (const pin of [PIN, WRONG])
        for (const form of [pin, Buffer.from(pin).toString('hex'), Buffer.from(pin).toString('base64')])
          assert.ok(!text.includes(form), `${form} stands there`)
    return Promise.resolve()
  })
}

await using scene = await MatterScene.begin(link)
await pairing(scene)
await deliveries(scene)
await commands(scene)
await pins(scene)
await restored(scene)
await endings(scene)
