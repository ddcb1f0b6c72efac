// The hall, seen from inside: the witness. Drawn in 320 × 180; the leaf and all that moves come on top.
import type { ShapeData } from './shape.ts'

export const hall: readonly ShapeData[] = [
  ['M0 0h320v180H0z', '#a9a59b'],
  ['M0 0h320L220 22H100z', '#d3cfc4'],
  ['M0 0l100 22v96L0 180z', '#98968f|#bdb9ae'],
  ['M320 0L220 22v96l100 62z', '#c9c5ba|#a3a097'],
  ['M100 22h120v96H100z', '#c3bfb3'],
  ['M100 118h120l100 62H0z', '#a08766>#75603f'],
  ['M119.6 118h.8L54 180h-2z', '#4e3f28', 0.35],
  ['M139.6 118h.8L108 180h-2z', '#4e3f28', 0.35],
  ['M159.6 118h.8v62h-.8z', '#4e3f28', 0.35],
  ['M179.6 118h.8L214 180h-2z', '#4e3f28', 0.35],
  ['M199.6 118h.8L268 180h-2z', '#4e3f28', 0.35],
  ['M83 128h154v.8H83z', '#4e3f28', 0.35],
  ['M58 144h204v.9H58z', '#4e3f28', 0.35],
  ['M26 164h268v1H26z', '#4e3f28', 0.35],
  ['M0 172L100 113v5L0 180zM320 172L220 113v5l100 62zM100 113h120v5H100z', '#8d887c', 0.7],
  // A picture of hills.
  ['M22 34l44 7v34l-44 3z', '#6e6a61'],
  ['M26 39l36 6v26l-36 2z', '#a9b3b3'],
  ['M26 73l14-16 9 9 13-10v15z', '#7c8a80'],
  // A row of hooks with a coat and a bag.
  ['M246 44l44-9v6l-44 8z', '#8a7f6c'],
  ['M256 48c8-3 14-3 18 2l3 44-22-3z', '#5c6970'],
  ['M278 44c6-2 10 0 12 5l2 26-16-2z', '#7a8a6f'],
  ['M260 47h2v44h-2z', '#4d5960', 0.6],
  // A low bench with a plant.
  ['M246 118l46 17v6l-46-17z', '#7d6548'],
  ['M246 124l46 17v24l-4-2v-20l-38-14v17l-4-2z', '#5d4b36'],
  ['M262 110h14l-2 14h-10z', '#d9d5ca'],
  [
    'M269 112c-12-6-14-18-10-24 5 6 8 14 10 24zM269 112c2-14 10-20 16-20 0 10-8 16-16 20zM268 112c-2-16 0-26 4-30 4 10 2 20-4 30z',
    '#657455',
  ],
  // The door frame, and what is behind the leaf: sky, hills, lawn and the path.
  ['M128 32h64v86h-64z', '#efece4'],
  ['M133 37h54v81h-54z', '#cfdde6>#e8ece6'],
  ['M133 64l14-8 12 8h28v14h-54z', '#b4bcc0'],
  ['M133 78h54v40h-54z', '#a9b59a>#97a585'],
  ['M152 78h16l12 40h-40z', '#b5b3a3>#a5a393'],
]

/** Light that falls in over the floor, as far as the leaf is open. */
export const daylight: readonly ShapeData[] = [['M133 118l54 0 60 62H60z', '#fff6dc', 0.2]]

export const mat: readonly ShapeData[] = [
  ['M126 128h68l14 20H112z', '#4d5257'],
  ['M129.5 130h61l11 15.5h-83zM131 131.2l-8.6 13.2h75.4l-8.8-13.2z', '#cfd3d6', 0.55],
]

/** Parts of the leaf, in shares of its width from the hinge and of its height from the top: left, top, right, bottom. */
export const leafParts: readonly (readonly [number, number, number, number, string])[] = [
  [0, 0, 1, 1, '#3d4c4a'],
  [0.1, 0.07, 0.9, 0.36, '#4c5e5b'],
  [0.16, 0.11, 0.84, 0.31, '#cfdbe0'],
  [0.1, 0.43, 0.46, 0.93, '#4c5e5b'],
  [0.54, 0.43, 0.9, 0.93, '#4c5e5b'],
  [0.885, 0.51, 0.955, 0.56, '#d9c58a'],
  [0.9, 0.59, 0.945, 0.67, '#d9c58a'],
]
