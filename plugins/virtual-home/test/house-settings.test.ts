// Goal: options are filled in and checked, and what outlives a house is read back as it was, whatever the file holds.
// Method: tables of options; random doors written and read.
import { type DeviceEntry, codeOf, instant } from '@portico/plugin-api'
import { act, advance, initialWorld } from '@portico/world'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../src/house/house-settings.ts'
import { keptDoor, readKeptDoor, restoreWorld } from '../src/house/kept-state.ts'

const entry = (
  kind: DeviceEntry['kind'],
  options: DeviceEntry['options'],
  id: string = kind,
): DeviceEntry => ({
  id,
  kind,
  options,
})

function refusal(...entries: readonly DeviceEntry[]): string | null {
  try {
    readSettings(entries)
    return null
  } catch (error) {
    return codeOf(error)
  }
}

describe('settings', () => {
  it('get their defaults', () => {
    expect(readSettings([entry('lock', { door: 'front' })])).toEqual([
      {
        kind: 'lock',
        id: 'lock',
        door: 'front',
        travelMs: 900,
        reportLagMs: 150,
        autoRelockMs: null,
        sensesLeaf: true,
        keypad: true,
        outsideHandle: 'lever',
      },
    ])
  })

  it.each([
    ['no door', entry('lock', {})],
    ['a door with a bad name', entry('lock', { door: 'Front Door' })],
    ['an unknown option', entry('contact', { door: 'front', colour: 'white' })],
    ['a motor that is too fast', entry('lock', { door: 'front', travelMs: 99 })],
    ['a fraction of a millisecond', entry('lock', { door: 'front', travelMs: 900.5 })],
    ['a view from the roof', entry('camera', { door: 'front', view: 'above' })],
    ['no view', entry('camera', { door: 'front' })],
    ['a picture of an odd size', entry('camera', { door: 'front', view: 'inside', width: 641 })],
  ])('with %s are refused', (_, bad) => {
    expect(refusal(bad)).toBe('HUB_VIRTUAL_OPTION')
  })

  it('with two locks, edges or bells at one door are refused; two contacts and cameras are fine', () => {
    for (const kind of ['lock', 'edge', 'bell'] as const)
      expect(refusal(entry(kind, { door: 'a' }, 'one'), entry(kind, { door: 'a' }, 'two'))).toBe(
        'HUB_VIRTUAL_OPTION',
      )
    const contact = (id: string): DeviceEntry => ({ id, kind: 'contact', options: { door: 'a' } })
    expect(refusal(contact('one'), contact('two'))).toBeNull()
  })

  it('of more devices than a house holds are refused', () => {
    const many = Array.from({ length: 65 }, (_, i) => ({ ...entry('contact', { door: 'a' }), id: `c${i}` }))
    expect(refusal(...many)).toBe('HUB_VIRTUAL_OPTION')
  })
})

describe('what outlives the house', () => {
  it('is the door as it was left, in the middle of a motion too', () => {
    const unlocking = act(
      initialWorld({ at: instant(0), jam: 0.2 }),
      { type: 'command', to: 'unlock', by: 'hub', notAfter: null },
      instant(0),
    ).world
    const half = advance(unlocking, instant(450)).world
    const written: unknown = JSON.parse(JSON.stringify(keptDoor(half)))
    const restored = restoreWorld(readKeptDoor(written), null, 99)
    expect(restored.at).toBe(99)
    expect(keptDoor(restored)).toEqual(keptDoor(half))
  })

  it('is a door shut and locked when there is no file', () => {
    expect(readKeptDoor(undefined)).toMatchObject({ bolt: 1, leaf: 0, battery: 100, jam: null })
  })

  it('can be read from anything: what makes no sense is as on the first day', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            bolt: fc.anything(),
            leaf: fc.anything(),
            battery: fc.anything(),
            jam: fc.anything(),
            parcels: fc.anything(),
          }),
        ),
        (value) => {
          const { bolt, leaf, battery, jam, parcels } = readKeptDoor(value)
          for (const share of [bolt, leaf, jam ?? 0, battery / 100]) {
            expect(share).toBeGreaterThanOrEqual(0)
            expect(share).toBeLessThanOrEqual(1)
          }
          expect(Object.values(parcels).every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
        },
      ),
    )
  })
})
