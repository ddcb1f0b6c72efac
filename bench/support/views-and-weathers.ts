// Where leaf and drop zone lie in the two views of the simulated home, drawn as an owner would, and what may lie between a
// camera and its scene.
import type { Canvas } from '@portico/plugin-virtual-home/camera'
import type { ViewSetup } from '@portico/ports'

export type View = 'outside' | 'inside'
export type Weather = (canvas: Canvas, at: number, draw: () => number) => void

/** Where the leaf stands in the two views, and where parcels are set down; drawn as an owner would. */
export const setups: Readonly<Record<View, ViewSetup>> = {
  outside: {
    proof: 'display',
    leaf: [
      [0.08, 0.1],
      [0.31, 0.2],
      [0.31, 0.83],
      [0.08, 0.97],
    ],
    drop: [
      [0.24, 0.78],
      [0.5, 0.78],
      [0.5, 0.95],
      [0.24, 0.95],
    ],
    masks: [],
  },
  inside: {
    proof: null,
    leaf: [
      [0.415, 0.21],
      [0.585, 0.21],
      [0.585, 0.65],
      [0.415, 0.65],
    ],
    drop: [
      [0.35, 0.68],
      [0.68, 0.68],
      [0.68, 0.92],
      [0.35, 0.92],
    ],
    masks: [],
  },
}

const luma = (canvas: Canvas): Uint8ClampedArray => canvas.planes[0].bytes

export const weathers: Readonly<Record<string, Weather | undefined>> = {
  'noise of the sensor': undefined,
  'clouds, ±35 % in 90 s': (canvas, at) => {
    const gain = 1 + 0.35 * Math.sin((2 * Math.PI * at) / 90_000)
    luma(canvas).forEach((value, i, all) => (all[i] = value * gain))
  },
  'rain: 150 streaks a picture': (canvas, _, draw) => {
    const { bytes, width, height } = canvas.planes[0]
    for (let n = 0; n < 150; n += 1) {
      const [x, y] = [Math.floor(draw() * width), Math.floor(draw() * (height - 24))]
      for (let i = 0; i < 20; i += 1) {
        const place = (y + i) * width + Math.min(width - 1, x + (i >> 3))
        bytes[place] = (bytes[place] ?? 0) + 50
      }
    }
  },
  'night: a quarter of the light, four times the noise': (canvas, _, draw) => {
    luma(canvas).forEach((value, i, all) => {
      all[i] = 16 + (value - 16) * 0.25 + (draw() + draw() + draw() - 1.5) * 14
    })
  },
}

/** The easiest and the hardest: what lies between takes time and says nothing more. */
export const hardest = (): readonly (readonly [string, Weather | undefined])[] =>
  Object.entries(weathers).filter((_, i, all) => i === 0 || i === all.length - 1)
