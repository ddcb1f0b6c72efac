// Places in the address: what was written is read again, and what nobody can read leads home.
import { array, assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hrefOf, placeIn } from '../../src/live/route.ts'

describe('places', () => {
  it('are read as they were written', () => {
    assert(
      property(array(string({ unit: 'grapheme', minLength: 1 }), { maxLength: 4 }), (parts) => {
        expect(placeIn(hrefOf(...parts))).toEqual(parts)
      }),
    )
  })

  it.each(['', '#', '#abc', '#AbCdEfGhIjKlMnOpQr', '#/%E0%A4%A', 'parcels'])('%s leads home', (hash) => {
    expect(placeIn(hash)).toEqual([])
  })
})
