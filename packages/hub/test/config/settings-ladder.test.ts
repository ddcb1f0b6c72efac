// Goal: kinds of doors and the ladder are read as they are meant, every mistake is told with its cure, and whether
// couriers come by plain HTTP is known (decisions 24). Method: the text of a settings file, otherwise in one place.
import { describe, expect, it } from 'vitest'
import { isPlainBeyond } from '../../src/config/network-checks.ts'
import { check, faultsOf, homeWith } from './home-text.ts'

const ladder = (text: string): string =>
  homeWith(['    lock: front-lock', `    ${text}\n    lock: front-lock`])

/** A second door of this kind, with devices of its own. */
function withDoor(kind: string, more: readonly (readonly [string, string])[] = []): string {
  const door = `  - id: second
    kind: ${kind}
    lock: second-lock
    contact: second-contact
    edge: second-edge
    cameras: [{ id: hall, view: inside, witness: true }]
devices:
`
  const devices = ['lock', 'contact', 'edge'].map(
    (each) => `  second-${each}: { plugin: virtual-home, kind: ${each}, options: { door: second } }\n`,
  )
  return homeWith(['devices:\n', door + devices.join('')], ...more)
}

describe('the ladder', () => {
  it('is the one of the file, in its order', async () => {
    const { settings } = await check(ladder('fallback: [porch, neighbour, redirect]'))
    expect(settings?.doors[0]).toMatchObject({ kind: 'house', fallback: ['porch', 'neighbour', 'redirect'] })
  })
  it('is a box and the porch where nothing is said, without a warning', async () => {
    const { settings, warnings } = await check(homeWith())
    expect([settings?.doors[0]?.fallback, warnings]).toEqual([['box', 'porch'], []])
  })
  it('may be empty: then the courier keeps the parcel', async () => {
    expect((await check(ladder('fallback: []'))).settings?.doors[0]?.fallback).toEqual([])
  })
  it.each([
    [
      'fallback: [cellar]',
      '7: doors[0].fallback[0]: must be one of box, garage, porch, neighbour, redirect, not "cellar"',
    ],
    ['fallback: porch', '7: doors[0].fallback: must be a list'],
    ['fallback: [porch, porch]', '7: doors[0].fallback'],
  ])('%s is a fault', async (text, told) => {
    const faults = await faultsOf(ladder(text))
    expect(faults.length).toBe(1)
    expect(faults[0]).toContain(`portico.yaml:${told}`)
  })
  it.each(['box', 'garage'])('with a %s that is no door is warned of, and passed over', async (rung) => {
    const { settings, warnings } = await check(ladder(`fallback: [${rung}, porch]`))
    expect(settings).not.toBeNull()
    expect(warnings).toEqual([
      `portico.yaml:7: doors[0].fallback[0]: no door is "kind: ${rung}": this rung is passed over until there is one`,
    ])
  })
})

describe('kinds of doors', () => {
  it.each(['box', 'garage'])('a %s may be a further door, and then its rung is no mistake', async (kind) => {
    const text = withDoor(kind, [['    bell: front-bell', `    fallback: [${kind}]\n    bell: front-bell`]])
    const { settings, warnings } = await check(text)
    expect(settings?.doors.map((door) => door.kind)).toEqual(['house', kind])
    expect(warnings.filter((warning) => warning.includes('fallback'))).toEqual([])
  })
  it.each(['box', 'garage'])('a %s takes no deliveries: it is not the first door', async (kind) => {
    expect(await faultsOf(ladder(`kind: ${kind}`))).toEqual([
      `portico.yaml:7: doors[0].kind: the first door takes deliveries and is a ${kind}: put a door of the house before it`,
    ])
  })
  it('others are none', async () => {
    expect(await faultsOf(ladder('kind: cellar'))).toEqual([
      'portico.yaml:7: doors[0].kind: must be one of house, box, garage, porch, not "cellar"',
    ])
  })
})

describe('couriers come by plain HTTP', () => {
  const at = (host: string): { host: string; port: number } => ({ host, port: 1 })
  it.each([
    ['loopback alone', '127.0.0.1', null, null, false],
    ['a street on loopback, as behind a tunnel that was not named', '127.0.0.1', '::1', null, false],
    ['a street for everybody', '127.0.0.1', '0.0.0.0', null, true],
    ['a house for everybody, whose pages couriers find as well', '0.0.0.0', null, null, true],
    ['an address of this machine', '192.168.1.2', null, null, true],
    ['a public name with HTTPS', '0.0.0.0', '0.0.0.0', 'https://portico.example', false],
  ])('%s', (_name, house, street, publicUrl, plain) => {
    expect(isPlainBeyond({ house: at(house), street: street === null ? null : at(street), publicUrl })).toBe(
      plain,
    )
  })
})
