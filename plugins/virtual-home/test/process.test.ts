// Goal: the house is a process that outlives its hub: it is found again, keeps its physics and its edge, refuses
// strangers, and ends when it should. Method: the real plugin, real house processes and sockets; each test has a folder
// of its own, and whatever it started is ended with it.
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HubLink, verifierOf } from '@portico/edge'
import { type UnlockOrder, instant, op } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { connectHouse } from '../src/house-client.ts'
import { readHouseFile } from '../src/house/house-files.ts'
import { LIMIT_MS, Started, codeOfFailure, eventually, isAlive } from './started.ts'
import { systemClock } from '../src/house/system-clock.ts'
import { BOOT, type TestHost, hubKeys } from './test-host.ts'
import { frontDoor } from './test-house.ts'

const OP = op('s1#0')
const soon = (test: TestHost): UnlockOrder => test.unlockOrder(OP, instant(test.clock.mono() + 2_000))

describe.concurrent('the plugin', { timeout: LIMIT_MS }, () => {
  it('offers every device, and carries a whole delivery', async () => {
    await using started = new Started()
    const storage = started.storage()
    const test = await started.plugin(storage)
    expect([test.locks.size, test.edges.size, test.cameras.size]).toEqual([1, 1, 1])
    expect(test.lock.traits).toEqual({
      boltWitness: 'measured',
      autoRelock: false,
      timedUnlockMaxMs: null,
      exit: 'free',
      pinExpiry: 'lock',
      path: { id: 'virtual:lock', exclusive: true },
    })
    await test.act({ act: 'ring', on: 'front', options: {} })
    expect(test.rings).toBe(1)
    await test.lock.unlock(soon(test))
    await test.until(() => test.bolts.some((report) => report.bolt === 'unlocked'))
    expect(await test.act({ act: 'open', on: 'front', options: {} })).toMatchObject({ moved: true })
    await test.until(() => test.contacts.some((report) => report.contact === 'open'))
    await test.act({ act: 'drop', on: 'front', options: {} })
    await test.act({ act: 'close', on: 'front', options: {} })
    await test.lock.lock(OP)
    await test.lock.query(3)
    await test.until(() => test.bolts.some((report) => report.q === 3))
    await test.until(() => test.bolts.at(-1)?.bolt === 'locked')
    const { doors } = await (await started.witness(storage)).truth()
    expect(doors.front).toMatchObject({ bolt: 'thrown', leaf: 'closed', parcelsInside: 1 })
    expect(doors.front?.unlocksReceived.map((unlock) => unlock.op)).toEqual([OP])
  })

  it('sends no order that has expired', async () => {
    await using started = new Started()
    const storage = started.storage()
    const test = await started.plugin(storage)
    const late = { op: OP, notAfter: instant(test.clock.mono() - 1) }
    expect(await codeOfFailure(test.lock.unlock(late))).toBe('HUB_VIRTUAL_TOO_LATE')
    expect((await (await started.witness(storage)).truth()).doors.front?.unlocksReceived).toEqual([])
  })

  it('tells once that a device does not answer, and once that it is back', async () => {
    await using started = new Started()
    const test = await started.plugin(started.storage())
    await test.act({ act: 'link', on: 'lock', options: { up: false } })
    const tries = [test.lock.lock(OP), test.lock.lock(OP)]
    for (const tried of tries) expect(await codeOfFailure(tried)).toBe('HUB_VIRTUAL_UNANSWERED')
    await test.act({ act: 'link', on: 'lock', options: { up: true } })
    await test.lock.query(1)
    await test.until(() => test.bolts.some((report) => report.q === 1))
    expect(test.reachable).toEqual(['lock lost', 'lock back'])
  })

  it('refuses an act that no frame can hold, and goes on', async () => {
    await using started = new Started()
    const test = await started.plugin(started.storage())
    const options = { from: 'x'.repeat(70_000) }
    expect(await codeOfFailure(test.act({ act: 'open', on: 'front', options }))).toBe('HUB_VIRTUAL_MESSAGE')
    expect(await test.act({ act: 'drop', on: 'front', options: {} })).toMatchObject({ moved: true })
  })

  it('starts nothing for settings that make no sense', async () => {
    await using started = new Started()
    const storage = started.storage()
    const bad = [{ id: 'lock', kind: 'lock' as const, options: {} }]
    expect(await codeOfFailure(started.plugin(storage, bad))).toBe('HUB_VIRTUAL_OPTION')
    expect(existsSync(join(storage, 'house.json'))).toBe(false)
  })
})

describe.concurrent('the house', { timeout: LIMIT_MS }, () => {
  it('outlives the kill of its plugin, goes on moving, and is adopted by the next one', async () => {
    await using started = new Started()
    const storage = started.storage()
    const child = await started.child(storage)
    const pid = started.pidOf(storage)
    const house = await started.witness(storage)
    await house.act('jam', 'front', { on: false })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await house.act('turn', 'front', { to: 'unlock' })).door?.bolt).toBe('withdrawn')
    await house.act('open', 'front')
    const test = await started.plugin(storage)
    expect(started.pidOf(storage)).toBe(pid)
    await test.until(() => test.edgeReports.some((report) => report.type === 'notes'))
    const notes = test.edgeReports.flatMap((report) => (report.type === 'notes' ? report.notes : []))
    expect(notes.map(({ note }) => note)).toEqual([{ type: 'contact', contact: 'open' }])
  })

  it('bolts its door and sounds by itself when the hub was killed while it was hot', async () => {
    await using started = new Started()
    const storage = started.storage()
    const child = await started.child(storage)
    const house = await started.witness(storage)
    await house.act('turn', 'front', { to: 'unlock' })
    const order = { op: OP, epoch: 1, withinMs: 60_000, silenceActMs: 300, silenceAlarmMs: 1_300 }
    child.kill('SIGKILL')
    const line = new HubLink({
      edge: 'edge',
      epoch: 1,
      sign: hubKeys.sign,
      verify: verifierOf(house.edges['edge'] ?? ''),
    })
    // The hub of the child said hello: this is its next frame.
    line.say({ type: 'hello' }, systemClock(BOOT).mono())
    const frame = line.say({ type: 'arm', order }, systemClock(BOOT).mono())
    await house.ask({ type: 'edge', device: 'edge', frame })
    await eventually(async () => (await house.truth()).doors.front?.siren === true)
    expect((await house.truth()).doors.front).toMatchObject({ bolt: 'half', boltMoves: true, siren: true })
    await eventually(async () => (await house.truth()).doors.front?.bolt === 'thrown')
  })

  it('ends with a clean stop, at once, and leaves only its state', async () => {
    await using started = new Started()
    const storage = started.storage()
    const test = await started.plugin(storage)
    const pid = started.pidOf(storage)
    await test.act({ act: 'battery', on: 'front', options: { percent: 42 } })
    await test.end()
    expect([existsSync(join(storage, 'house.json')), existsSync(join(storage, 'house.sock'))]).toEqual([
      false,
      false,
    ])
    await eventually(() => !isAlive(pid))
    expect(JSON.parse(readFileSync(join(storage, 'state.json'), 'utf8'))).toMatchObject({
      front: { battery: 42 },
    })
  })

  it('keeps bolt, leaf, jam and parcels when it is killed itself, and the plugin brings it back', async () => {
    await using started = new Started()
    const storage = started.storage()
    const test = await started.plugin(storage)
    await test.act({ act: 'turn', on: 'front', options: { to: 'unlock' } })
    await test.act({ act: 'open', on: 'front', options: {} })
    await test.act({ act: 'drop', on: 'front', options: {} })
    await test.act({ act: 'jam', on: 'front', options: { on: true, at: 0.3 } })
    const state = join(storage, 'state.json')
    await eventually(() => existsSync(state) && readFileSync(state, 'utf8').includes('"jam":0.3'))
    const before = test.cameras.get('hall')
    const pid = started.pidOf(storage)
    process.kill(pid, 'SIGKILL')
    await test.until(() => test.reachable.includes('lock back'))
    expect(started.pidOf(storage)).not.toBe(pid)
    expect(test.reachable).toContain('hall lost')
    expect(test.cameras.get('hall')).not.toEqual(before)
    const { doors } = await (await started.witness(storage)).truth()
    expect(doors.front).toMatchObject({ bolt: 'withdrawn', leaf: 'open', jam: 0.3, parcelsInside: 1 })
  })

  it('is replaced when the settings have changed, and keeps its state', async () => {
    await using started = new Started()
    const storage = started.storage()
    const child = await started.child(storage)
    const house = await started.witness(storage)
    await house.act('turn', 'front', { to: 'unlock' })
    child.kill('SIGKILL')
    const test = await started.plugin(storage, frontDoor({ autoRelockMs: 60_000 }))
    expect(started.pidOf(storage)).not.toBe(house.pid)
    await house.closed
    expect(test.lock.traits.timedUnlockMaxMs).toBe(60_000)
    expect((await (await started.witness(storage)).truth()).doors.front?.bolt).toBe('withdrawn')
  })

  it.each([
    ['of an earlier boot', 'another-boot'],
    ['that was killed', BOOT],
  ])('%s leaves a file that keeps nobody from starting', async (_, boot) => {
    await using started = new Started()
    const storage = started.storage()
    const socket = join(storage, 'house.sock')
    writeFileSync(socket, '')
    const stale = { v: 1, pid: process.pid, boot, socket, secret: 'old', settings: '', cameras: {} }
    writeFileSync(join(storage, 'house.json'), JSON.stringify(stale))
    const test = await started.plugin(storage)
    expect(readHouseFile(storage)?.secret).not.toBe('old')
    expect(await test.act({ act: 'drop', on: 'front', options: {} })).toMatchObject({ moved: true })
  })

  it('refuses a wrong secret, and its files are for the owner only', async () => {
    await using started = new Started()
    const storage = started.storage()
    await started.plugin(storage)
    for (const name of ['house.json', 'devices.json', 'house.log'])
      expect(statSync(join(storage, name)).mode & 0o777).toBe(0o600)
    const file = readHouseFile(storage)
    const copy = started.storage()
    writeFileSync(join(copy, 'house.json'), JSON.stringify({ ...file, secret: 'guessed' }))
    expect(await codeOfFailure(connectHouse(copy))).toBe('HUB_VIRTUAL_DENIED')
    rmSync(join(copy, 'house.json'))
    expect(await codeOfFailure(connectHouse(copy))).toBe('HUB_VIRTUAL_UNREACHABLE')
  })

  it('finds a place for its socket when the folder’s path is too long for one', async () => {
    await using started = new Started()
    const storage = started.storage('a-folder-with-a-long-name/'.repeat(5))
    const test = await started.plugin(storage)
    const socket = readHouseFile(storage)?.socket ?? ''
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(100)
    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700)
    expect(await test.act({ act: 'drop', on: 'front', options: {} })).toMatchObject({ moved: true })
    await test.end()
    expect(existsSync(join(socket, '..'))).toBe(false)
  })

  it('ends by itself when its folder is gone', async () => {
    await using started = new Started()
    const storage = started.storage()
    const child = await started.child(storage)
    const pid = started.pidOf(storage)
    // The edge has heard its hub and has nothing more to keep: nobody writes while the folder goes.
    await eventually(() => readFileSync(join(storage, 'edges.json'), 'utf8').includes('"epoch":1'))
    child.kill('SIGKILL')
    rmSync(storage, { recursive: true })
    await eventually(() => !isAlive(pid))
    expect(existsSync(storage)).toBe(false)
  })
})
