// An opening by hand is told to the others by name, face and time, and nothing else is taken for one.
import { describe, expect, it } from 'vitest'
import { handOpeningIn, handOpeningWords } from '../../src/live/hand-opening.ts'

const event = {
  seq: 1,
  home: 'home',
  wall: 1_790_000_000_000,
  door: 'front',
  session: null,
  type: 'ManualOpenGranted',
  data: { by: 'u_2', face: 'owner-page', op: 'h_1', assurance: 900 },
}

describe('T4: an opening by hand', () => {
  it('says who, where, when and by which face', () => {
    const opening = handOpeningIn(event)
    expect(opening).toEqual({ door: 'front', by: 'u_2', face: 'owner-page', wall: event.wall })
    if (!opening) throw new Error('none')
    const named = { person: 'Ben', door: 'Front door', time: '14:02' }
    expect(handOpeningWords(opening, named)).toBe('Ben opened Front door by hand on the owner page at 14:02.')
    expect(handOpeningWords({ ...opening, face: 'constructor' }, named)).toBe(
      'Ben opened Front door by hand in another way at 14:02.',
    )
  })

  it('through a face says what that is called', () => {
    const opening = { door: 'front', by: 'k_1', face: 'homekit', wall: event.wall }
    const named = { person: 'Somebody with a PIN', door: 'Front door', time: '14:02' }
    expect(handOpeningWords(opening, { ...named, through: 'HomeKit (Kitchen)' })).toBe(
      'Somebody with a PIN opened Front door by hand through HomeKit (Kitchen) at 14:02.',
    )
    expect(handOpeningWords(opening, named)).toBe(
      'Somebody with a PIN opened Front door by hand through HomeKit at 14:02.',
    )
  })

  it('is no other event, and none that does not say who', () => {
    for (const other of [
      { ...event, type: 'HandOpenAsked' },
      { ...event, door: null },
      { ...event, data: { face: 'owner-page' } },
      { ...event, data: { by: 7, face: 'owner-page' } },
    ])
      expect(handOpeningIn(other)).toBeNull()
  })
})
