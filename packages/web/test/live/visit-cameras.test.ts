// Which camera is looked at: nobody sees inside before the proof, whatever cameras a door has.
import { describe, expect, it } from 'vitest'
import { outsideCamera, visitCamera } from '../../src/live/visit-cameras.ts'
import { doorView, visitPhases } from './door-views.ts'

const { cameras } = doorView()
const inside = cameras.filter(({ view }) => view === 'inside')
const outside = cameras.filter(({ view }) => view === 'outside')

describe('the camera that is looked at', () => {
  it('is the one inside from the proof on, never while the owner is asked', () => {
    const seen = visitPhases.map((phase) => visitCamera({ cameras, phase })?.id)
    expect(seen).toEqual(visitPhases.map((_, place) => (place < 2 ? 'porch' : 'hall')))
    for (const phase of ['idle', 'due', 'closed', 'something new'])
      expect(visitCamera({ cameras, phase })?.id, phase).toBe('porch')
  })

  it('is none where only one inside could be looked at too early', () => {
    expect(visitCamera({ cameras: inside, phase: 'authorising' })).toBeNull()
    expect(visitCamera({ cameras: inside, phase: 'inside' })?.id).toBe('hall')
    expect(outsideCamera({ cameras: inside })).toBeNull()
    expect(visitCamera({ cameras: [], phase: 'inside' })).toBeNull()
  })

  it('is the one that an answer rests on while it is asked for', () => {
    const side = cameras.map((camera) => ({ ...camera, id: 'side', view: 'outside', ageMs: 1 })).slice(0, 1)
    const both = { cameras: [...cameras, ...side], phase: 'authorising' }
    expect(visitCamera(both, 'side')?.id).toBe('side')
    expect(visitCamera(both)?.id).toBe('porch')
    expect(visitCamera({ ...both, phase: 'inside' }, 'side')?.id).toBe('hall')
  })

  it('is the one outside during the visit where none is inside', () => {
    expect(visitCamera({ cameras: outside, phase: 'inside' })?.id).toBe('porch')
  })
})
