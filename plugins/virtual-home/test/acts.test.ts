// Goal: what people do in the house happens as it would, is answered with the truth, and nonsense changes nothing.
// Method: the whole house in virtual time, without pictures and sockets.
import { codeOf } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { streamFaults } from '../src/camera/stream-fault.ts'
import { TestHouse } from './test-house.ts'

describe('a hand at the door', () => {
  it('does not open it against the bolt, and is told why', async () => {
    using test = new TestHouse()
    expect(await test.act('open')).toMatchObject({ moved: false, why: 'bolt', door: { leaf: 'closed' } })
  })

  it('opens it when it is unlocked; the answer comes when the leaf has swung open', async () => {
    using test = new TestHouse()
    await test.act('turn', { to: 'unlock' })
    expect(await test.act('open')).toMatchObject({
      moved: true,
      why: null,
      door: { leaf: 'open', leafPosition: 1 },
    })
    expect(await test.act('close')).toMatchObject({ moved: true, door: { leaf: 'closed', leafPosition: 0 } })
  })

  it('holds the leaf against shutting', async () => {
    using test = new TestHouse()
    await test.act('open', { from: 'inside' })
    await test.act('hold', { on: true })
    expect(await test.act('close')).toMatchObject({ moved: false, why: 'held' })
  })

  it('turns the thumbturn', async () => {
    using test = new TestHouse()
    expect(await test.act('turn', { to: 'unlock' })).toMatchObject({ door: { bolt: 'withdrawn' } })
    expect(await test.act('turn', { to: 'lock' })).toMatchObject({ door: { bolt: 'thrown' } })
    expect(await test.act('turn', { to: 'lock' })).toMatchObject({ moved: false, why: 'already' })
  })

  it('sets the lock’s own timer and stops it', async () => {
    using test = new TestHouse()
    await test.act('autoRelock', { afterMs: 5_000 })
    await test.act('turn', { to: 'unlock' })
    await test.pass(7_000)
    expect(test.truth.bolt).toBe('thrown')
    await test.act('autoRelock', { afterMs: null })
    await test.act('turn', { to: 'unlock' })
    await test.pass(300_000)
    expect(test.truth.bolt).toBe('withdrawn')
  })
})

describe('a courier', () => {
  it('walks up and rings, and rings again without walking', async () => {
    using test = new TestHouse()
    const rung = await test.act('ring')
    expect(rung).toMatchObject({ moved: true, door: { people: [{ who: 'courier', where: 'outside' }] } })
    await test.act('ring')
    expect(test.said.map((said) => said.replace(/^[\d.]+ /, ''))).toEqual(['bell', 'bell'])
  })

  it('brings a parcel in, and is gone', async () => {
    using test = new TestHouse()
    await test.act('ring')
    await test.act('turn', { to: 'unlock' })
    await test.act('open')
    expect(await test.act('enter')).toMatchObject({ moved: true, door: { peopleInside: 1 } })
    expect(await test.act('drop')).toMatchObject({ door: { parcelsInside: 1, parcelsOutside: 0 } })
    expect(await test.act('leave')).toMatchObject({ moved: true, door: { people: [], peopleInside: 0 } })
    expect(await test.act('close')).toMatchObject({ door: { leaf: 'closed' } })
  })

  it('leaves the parcel outside a shut door, where a hand may take it', async () => {
    using test = new TestHouse()
    expect(await test.act('drop')).toMatchObject({ door: { parcelsOutside: 1 } })
    expect(await test.act('take')).toMatchObject({ moved: true, door: { parcelsOutside: 0 } })
    expect(await test.act('take')).toMatchObject({ moved: false, why: 'no-parcel' })
  })

  it('who brings a second one is not alone', async () => {
    using test = new TestHouse()
    await test.act('open', { from: 'inside' })
    await test.act('enter')
    await test.act('enter', { who: 'second' })
    expect((await test.act('leave')).door?.peopleInside).toBe(1)
  })
})

describe('a camera', () => {
  it.each(streamFaults)('is tampered with: %s', async (how) => {
    using test = new TestHouse()
    expect(await test.act('freeze', { how }, 'hall')).toMatchObject({ moved: true, camera: { fault: how } })
  })
})

describe('nonsense', () => {
  it.each([
    ['an unknown act', 'explode', {}, 'front', 'HUB_VIRTUAL_UNKNOWN_ACT'],
    ['an act named like a property of every object', 'constructor', {}, 'front', 'HUB_VIRTUAL_UNKNOWN_ACT'],
    ['an unknown door', 'open', {}, 'back', 'HUB_VIRTUAL_UNKNOWN_DEVICE'],
    ['an unknown device', 'lie', { how: 'honest' }, 'nobody', 'HUB_VIRTUAL_UNKNOWN_DEVICE'],
    ['an unknown camera', 'freeze', { how: 'off' }, 'attic', 'HUB_VIRTUAL_UNKNOWN_DEVICE'],
    ['freezing a lock', 'freeze', { how: 'off' }, 'lock', 'HUB_VIRTUAL_UNKNOWN_DEVICE'],
    ['showing no text', 'show', { code: 5 }, 'front', 'HUB_VIRTUAL_OPTION'],
    ['cutting the link of a bell', 'link', { up: false }, 'bell', 'HUB_VIRTUAL_UNKNOWN_DEVICE'],
    ['a lie no contact can tell', 'lie', { how: 'echo' }, 'contact', 'HUB_VIRTUAL_OPTION'],
    ['an option that is missing', 'jam', {}, 'front', 'HUB_VIRTUAL_OPTION'],
    ['an option out of range', 'jam', { on: true, at: 1.1 }, 'front', 'HUB_VIRTUAL_OPTION'],
    ['an option of another type', 'battery', { percent: '9' }, 'front', 'HUB_VIRTUAL_OPTION'],
    ['an option nobody knows', 'open', { gently: true }, 'front', 'HUB_VIRTUAL_OPTION'],
    ['an unknown word', 'turn', { to: 'half' }, 'front', 'HUB_VIRTUAL_OPTION'],
    ['an unknown person', 'enter', { who: 'burglar' }, 'front', 'HUB_VIRTUAL_OPTION'],
  ])('%s is refused and changes nothing', async (_, act, options, on, code) => {
    using test = new TestHouse()
    const before = test.truth
    const error: unknown = await test.act(act, options, on).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(codeOf(error)).toBe(code)
    expect(test.truth).toEqual(before)
    expect(test.said).toEqual([])
  })
})
