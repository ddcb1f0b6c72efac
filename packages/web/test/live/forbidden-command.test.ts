// Who tried what he may not is told by kind and name, and by no id.
import { describe, expect, it } from 'vitest'
import { faceNamed, forbiddenIn, forbiddenWords, kindOf } from '../../src/live/forbidden-command.ts'

const event = {
  seq: 1,
  home: 'home',
  wall: 1_790_000_000_000,
  door: null,
  session: null,
  type: 'SecurityNotice',
  data: { what: 'forbidden-command', by: 'k_1', face: 'homekit', route: '/api/v1/doors/:id/open', count: 1 },
}

describe('a command that was forbidden', () => {
  it('says who tried, and by which face', () => {
    expect(forbiddenIn(event)).toEqual({ by: 'k_1', face: 'homekit', wall: event.wall })
  })

  it('is no other notice, and none that does not say who', () => {
    for (const other of [
      { ...event, type: 'Audit' },
      { ...event, data: { ...event.data, what: 'pins-closed' } },
      // Too many at once are counted together.
      { ...event, data: { what: 'forbidden-command', by: 'others', route: '', count: 9 } },
      { ...event, data: { ...event.data, by: 7 } },
    ])
      expect(forbiddenIn(other)).toBeNull()
  })

  it('is told with the name of the face, once where it is called by its kind', () => {
    expect(faceNamed({ kind: 'homekit', name: 'Kitchen' })).toBe('HomeKit (Kitchen)')
    expect(faceNamed({ kind: 'matter', name: 'Matter' })).toBe('Matter')
    expect(forbiddenWords('HomeKit (Kitchen)', '14:02')).toBe(
      'HomeKit (Kitchen) tried something at 14:02 that is not allowed, and was refused.',
    )
  })

  it('is of somebody where the kind is none that is known', () => {
    expect([kindOf('display'), kindOf('constructor')]).toEqual(['A display', 'Somebody'])
  })
})
