// Before the door, seen from the corner of the porch: wall, door and bell on the left, path, lawn and street beyond.
import type { ShapeData } from './shape.ts'

export const porch: readonly ShapeData[] = [
  ['M0 0h320v180H0z', '#a8a496'],
  ['M0 0h320v90H0z', '#a9bccb>#e9e5da'],
  // Houses across the street.
  ['M150 76V47l22-15 22 15v29z', '#b8b5ad'],
  ['M147 48l25-18 25 18-3 2-22-15-22 15z', '#948e86'],
  ['M160 52h8v9h-8zM176 52h8v9h-8zM168 64h8v12h-8z', '#8c979c'],
  ['M204 76V54h36v22z', '#c2bfb6'],
  ['M202 55l18-9 22 9z', '#a29c93'],
  ['M210 60h8v8h-8zM226 60h8v8h-8z', '#8c979c'],
  ['M252 76V44l26-17 26 17v32z', '#b3b1aa'],
  ['M248 46l30-21 30 21-3 3-27-18-27 18z', '#8f8a83'],
  ['M262 51h9v10h-9zM284 51h9v10h-9z', '#8c979c'],
  ['M310 76V56h10v20z', '#c2bfb6'],
  // A tree.
  ['M246 60h4v20h-4z', '#7c6f5d'],
  ['O 248 48 14 15', '#76865f'],
  ['O 243 44 9 9', '#869670'],
  // Street and kerb.
  ['M110 74h210v12H110z', '#87898b>#7b7d80'],
  ['M110 86h210v3H110z', '#c2beb4'],
  // The delivery van.
  ['M256 56h44l14 13v13h-58z', '#eceae4'],
  ['M298 59h6l9 9h-15z', '#5c6970'],
  ['M256 72h58v3h-58z', '#58616b'],
  ['O 268 82 5.5 5.5', '#2a2d30'],
  ['O 302 82 5.5 5.5', '#2a2d30'],
  ['O 268 82 2 2', '#8a8d90'],
  ['O 302 82 2 2', '#8a8d90'],
  // Lawn, hedge and path.
  ['M90 89h230v91H90z', '#93a07c>#6d7b5b'],
  ['M268 86c20-5 38-4 52-2v40c-20-6-36-16-52-38z', '#4c5a40'],
  ['M268 86c20-5 38-4 52-2v10c-18-4-36-4-52-8z', '#657455'],
  ['M128 89c20-7 50-6 66-2l-2 9c-22-3-44-1-64 5z', '#566548'],
  ['M204 89h18l20 91H86l42-44z', '#c4bcad>#b3aa9a'],
  ['M198 100h25l.4 1.4h-26.6zM184 118h43l.6 1.6h-45zM164 142h69l.8 2H162z', '#8f8778', 0.6],
  ['M0 190l128-51h36l-46 41H0z', '#b9b1a2'],
  // The wall, its corner, and the shade under the roof.
  ['M0 0h128v139L0 190z', '#c9c2b4|#e6e1d6'],
  ['M0 0h128v12L0 22z', '#8d8679', 0.55],
  ['M126 0h4v138.4l-4 1.6z', '#b3ab9c'],
  ['M0 178l126-49.5v7L0 190z', '#9c9688', 0.75],
  // The door frame, and the hall behind the leaf.
  ['M19 13L101 32v119.6L19 186z', '#efece4'],
  ['M25 19L96 36v113L25 178.6z', '#6b604f|#4a4236'],
  ['M34 36l42 9v70l-42 8z', '#b3a88f', 0.5],
  ['M25 160l71-24v13L25 178.6z', '#9a8262', 0.8],
  // The bell, its light, and a lamp.
  ['M107 84l8 1.5v25l-8 1.5z', '#2a2e33'],
  ['O 111 91 2.4 3', '#7db9ff'],
  ['O 111 103 2.6 3.4', '#d9d6ce'],
  ['M106 44l10 2v16l-10-1z', '#3c4148'],
  ['M108 48l6 1v10l-6-1z', '#ffe9b8'],
  // The mat.
  ['M30 178l68-24 26 6-62 20z', '#4d5257'],
]

/** The outer face of the leaf, from the hinge at the far side to the handle at the near one. */
export const leafParts: readonly (readonly [number, number, number, number, string])[] = [
  [0, 0, 1, 1, '#2f3d3b'],
  [0.1, 0.07, 0.9, 0.36, '#3f504d'],
  [0.16, 0.11, 0.84, 0.31, '#a9bcc6'],
  [0.1, 0.43, 0.46, 0.93, '#3f504d'],
  [0.54, 0.43, 0.9, 0.93, '#3f504d'],
  [0.89, 0.5, 0.95, 0.56, '#d9c58a'],
  [0.9, 0.585, 0.94, 0.62, '#8d7c4c'],
]
