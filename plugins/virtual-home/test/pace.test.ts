// How many pictures a simulated camera takes: a scene at rest is looked at twice a second, with a key picture each second,
// and whatever stirs is seen with all pictures from its first moment on.
import { instant, wallTime } from '@portico/plugin-api'
import { seededChance } from '@portico/testing'
import { act, initialWorld } from '@portico/world'
import { describe, expect, it } from 'vitest'
import { FilmedScene } from '../src/camera/filmed-scene.ts'
import { CALM_AFTER_MS, CALM_PER_SECOND, Pace } from '../src/camera/pace.ts'

describe('the pace of a camera', () => {
  it('is calm once nothing stirred for four seconds, and full with what stirs', () => {
    const pace = new Pace(10)
    pace.take(instant(0), true)
    pace.take(instant(CALM_AFTER_MS - 1), true)
    expect(pace.perSecond).toBe(10)
    pace.take(instant(CALM_AFTER_MS), true)
    expect([pace.perSecond, pace.isCalm]).toEqual([CALM_PER_SECOND, true])
    pace.take(instant(CALM_AFTER_MS + 500), false)
    expect([pace.perSecond, pace.isCalm]).toEqual([10, false])
  })

  it('is full as long as somebody looks', () => {
    const pace = new Pace(10)
    pace.look(true)
    pace.take(instant(0), true)
    pace.take(instant(10 * CALM_AFTER_MS), true)
    expect(pace.perSecond).toBe(10)
    pace.look(false)
    pace.take(instant(11 * CALM_AFTER_MS), true)
    pace.take(instant(12 * CALM_AFTER_MS), true)
    expect(pace.perSecond).toBe(CALM_PER_SECOND)
  })

  it('is full at once when something stirs that no picture shows', () => {
    const pace = new Pace(10)
    pace.take(instant(0), true)
    pace.take(instant(CALM_AFTER_MS), true)
    pace.stir()
    expect(pace.perSecond).toBe(10)
    pace.take(instant(CALM_AFTER_MS + 100), true)
    expect(pace.perSecond).toBe(10)
  })
})

describe('a filmed scene', () => {
  const chance = seededChance(1)
  const shut = initialWorld({ at: instant(0) })

  it('at rest gives a key picture each second, and all pictures from the one on in which somebody comes', async () => {
    const scene = new FilmedScene(
      {
        kind: 'camera',
        id: 'porch',
        door: 'front',
        view: 'outside',
        width: 640,
        framesPerSecond: 10,
        signed: true,
        hears: true,
      },
      () => chance.unit(),
    )
    const seen: { readonly at: number; readonly key: boolean }[] = []
    let at = 0
    const shoot = async (world: typeof shut): Promise<number> => {
      const stamp = { mono: instant(at), wall: wallTime(at) }
      for (const { key, stamp: own } of await scene.shoot(world, stamp)) seen.push({ at: own.mono, key })
      at += 1_000 / scene.pace.perSecond
      return at
    }
    // oxlint-disable-next-line no-await-in-loop
    for (let now = 0; now < 9_000;) now = await shoot(shut)
    expect(scene.pace.isCalm).toBe(true)
    const keys = seen.filter(({ key }) => key).map((each) => each.at)
    expect(Math.max(...keys.slice(1).map((key, n) => key - (keys[n] ?? 0)))).toBeLessThanOrEqual(1_000)
    const came = act(shut, { type: 'come', who: 'courier' }, instant(at)).world
    await shoot(came)
    expect(scene.pace.isCalm).toBe(false)
    // Another pace is another file of the encoder: whoever joins then needs no older picture.
    await shoot(came)
    expect(seen.filter(({ key }) => key).at(-1)?.at).toBeGreaterThanOrEqual(at - 200)
  })
})
