// Goal: a camera that is covered, turned or out of focus is named in time, and a calm view, a darker one and people in it
// raise nothing. Method: drawn rooms with noise, one picture a second.
import { describe, expect, it } from 'vitest'
import { type Scene, SceneWatch } from '../src/sight/scene-watch.ts'
import { type SmallPicture, smallPictureOf } from '../src/sight/small-picture.ts'
import { type Box, blurred, drawnView, smallView } from './drawn-view.ts'

const STEP_MS = 500

/** A watch that has learned its view, and the time it has come to. */
function learned(): {
  readonly watch: SceneWatch
  readonly run: (next: (n: number) => SmallPicture, count?: number) => Scene[]
} {
  const watch = new SceneWatch()
  let n = 0
  const run = (next: (n: number) => SmallPicture, count = 12): Scene[] =>
    Array.from({ length: count }, () => {
      n += 1
      watch.see(next(n), n * STEP_MS)
      return watch.scene
    })
  run((seed) => smallView({ seed }))
  return { watch, run }
}

const cloth: Box = { left: 0, top: 0, right: 0.8, bottom: 1, light: 90 }
const person = (left: number): Box => ({ left, top: 0.1, right: left + 0.18, bottom: 1, light: 60 })

describe('a view', () => {
  it('is learned, and stays clear through noise, drifting light and dusk', () => {
    const { run } = learned()
    expect(new Set(run((seed) => smallView({ seed, sigma: 4 }), 30))).toEqual(new Set(['clear']))
    expect(new Set(run((seed) => smallView({ seed, gain: 1 + 0.2 * Math.sin(seed / 5) }), 30))).toEqual(
      new Set(['clear']),
    )
    const dusk = run((seed) => smallView({ seed, gain: Math.max(0.2, 1 - seed / 120) }), 60)
    expect(new Set(dusk)).toEqual(new Set(['clear']))
  })

  it('stays clear while two people stand in it', () => {
    const { run } = learned()
    const scenes = run((seed) => smallView({ seed, more: [person(0.2), person(0.55)] }), 40)
    expect(new Set(scenes)).toEqual(new Set(['clear']))
  })

  it.each([
    ['covered', (seed: number) => smallView({ seed, more: [cloth] }), 1_500],
    ['covered', (seed: number) => smallView({ seed, more: [{ ...cloth, right: 1, light: 8 }] }), 1_500],
    ['moved', (seed: number) => smallView({ seed, shift: 0.05 }), 3_500],
    ['moved', (seed: number) => smallView({ seed, shift: -0.3 }), 3_500],
    ['unsharp', (seed: number) => smallPictureOf(blurred(drawnView({ seed }))), 3_500],
  ] as const)('that is %s is told so in time, and no more when it is over', (scene, next, withinMs) => {
    const { watch, run } = learned()
    expect(run(next).indexOf(scene) * STEP_MS).toBeLessThanOrEqual(withinMs)
    expect(watch.scene).toBe(scene)
    expect(run((seed) => smallView({ seed })).at(-1)).toBe('clear')
  })

  it('is doubted from the first picture in which it is covered', () => {
    const { watch, run } = learned()
    run((seed) => smallView({ seed, more: [cloth] }), 1)
    expect([watch.scene, watch.suspect]).toEqual(['clear', true])
  })

  it('is not believed when it shows nothing from the beginning', () => {
    const watch = new SceneWatch()
    for (let n = 0; n < 6; n += 1)
      watch.see(smallView({ seed: n, more: [{ ...cloth, right: 1 }] }), n * STEP_MS)
    expect(watch.scene).toBe('covered')
  })

  it('that was turned on purpose is learned anew, and only then', () => {
    const { watch, run } = learned()
    expect(run((seed) => smallView({ seed, shift: 0.2 }), 80).at(-1)).toBe('moved')
    watch.learn()
    expect(run((seed) => smallView({ seed, shift: 0.2 }), 20).at(-1)).toBe('clear')
    expect(run((seed) => smallView({ seed }), 20).at(-1)).toBe('moved')
  })
})
