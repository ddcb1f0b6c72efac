// A person, facing us, feet at 0,0, about 104 units tall: standing, from behind, and stooping over a parcel. The words in
// capitals stand for the colours of who it is.
import type { ShapeData } from './shape.ts'

export const shadow: readonly ShapeData[] = [['O 0 0 20 5', '#000000', 0.3]]

export const legs: readonly ShapeData[] = [['M-11 0l1-42h10l0 42zM2 0l0-42h10l1 42z', 'LEGS']]

export const body: readonly ShapeData[] = [
  ['M-16 -40c-1-24-2-38 5-42 7-3 16-3 23 0 7 4 6 18 5 42z', 'COAT'],
  ['M-16 -56h33v5h-33z', 'BAND', 0.85],
]

export const arms: readonly ShapeData[] = [
  ['M-16 -78c-6 4-8 18-6 34l8 2c-1-10 0-18 3-26zM17 -78c6 4 8 18 6 34l-8 2c1-10 0-18-3-26z', 'ARMS'],
  ['O -17 -42 4 4', 'HAND'],
  ['O 17 -42 4 4', 'HAND'],
]

export const face: readonly ShapeData[] = [
  ['M-4 -84h10v6h-10z', '#9a6c50'],
  ['O 1 -92 8 10', 'SKIN'],
  ['M-8 -94c-1-9 4-13 9-13c5 0 10 4 9 13c-6-2-12-2-18 0z', 'HAIR'],
  ['M-9 -94c6-3 14-3 20 0l1 2c-7-2-15-2-22 0z', 'BRIM'],
]

export const back: readonly ShapeData[] = [
  ['M-4 -84h10v6h-10z', '#9a6c50'],
  ['O 1 -93 8.6 11', 'HAIR'],
]

/** In both hands, before the chest. */
export const carriedParcel: readonly ShapeData[] = [
  ['M-19 -58l6-6h32l-5 6z', '#d0a571'],
  ['M-19 -58h33v24h-33z', '#b98a57'],
  ['M14 -58l5-6v24l-5 6z', '#96693c'],
  ['M-5 -58h5v24h-5z', '#dbbd92'],
  ['M-16 -53h8v6h-8z', '#efe9dd'],
]

export const stooping: readonly ShapeData[] = [
  ['O 0 0 24 5', '#000000', 0.3],
  ['M-9 0l1-34h8l1 34zM3 0l0-34h9l2 34z', 'LEGS'],
  ['M-13 -30c-4-22-2-34 12-36 14-1 18 8 16 36z', 'COAT'],
  ['M-12 -54c-11 9-16 24-15 42l8 1c0-14 3-24 12-31zM14 -54c11 9 16 24 15 42l-8 1c0-14-3-24-12-31z', 'ARMS'],
  ['O -23 -9 4.5 4.5', 'HAND'],
  ['O 25 -9 4.5 4.5', 'HAND'],
  ['M-12 -44c8 3 18 3 27 0v5c-9 3-19 3-28 0z', 'BAND', 0.85],
  ['O 1 -66 8.5 9', 'HAIR'],
  ['M-8 -62c0 4 4 7 9 7c5 0 9-3 9-7l-4 6h-10z', 'SKIN'],
]

/** A parcel on the ground, its middle at 0,0 where it stands. */
export const parcel: readonly ShapeData[] = [
  ['O 0 0 27 3.5', '#000000', 0.35],
  ['M-24 -21l6-7h36l6 7z', '#d4ab78'],
  ['M-24 -21h48v21h-48z', '#b98a57'],
  ['M-3 -28h7l1 7v21h-8v-21z', '#dfc49c'],
  ['M-20 -15h12v9h-12z', '#efe9dd'],
]

export const dress = {
  courier: {
    COAT: '#35485c',
    ARMS: '#2b3c4e',
    LEGS: '#262d36',
    BAND: '#d8dad2',
    HAIR: '#232f3c',
    BRIM: '#151d26',
    SKIN: '#b98667',
    HAND: '#b07e5f',
  },
  resident: {
    COAT: '#8a5f4d',
    ARMS: '#774f40',
    LEGS: '#3d434a',
    BAND: '#8a5f4d',
    HAIR: '#4a382c',
    BRIM: '#4a382c',
    SKIN: '#d3a585',
    HAND: '#c99a7b',
  },
  second: {
    COAT: '#6b6e72',
    ARMS: '#5a5d61',
    LEGS: '#33302c',
    BAND: '#6b6e72',
    HAIR: '#3a3b3d',
    BRIM: '#2a2b2d',
    SKIN: '#a97555',
    HAND: '#9c6b4d',
  },
} as const
