// Goal: a place with a camera and a bell and no lock is a home of its own, is never taken for a door, and a forgotten
// lock is never taken for a porch; a camera of single pictures stands nowhere else. Method: the text of a settings file.
import { expect, it } from 'vitest'
import { check, faultsOf } from './home-text.ts'

const onvif = (id: string): string =>
  `  ${id}: { plugin: onvif, kind: camera, options: { address: 192.168.1.21, username: portico } }\n`

const home = (door: string, devices: string = onvif('porch')): string => `home: { timeZone: Europe/Berlin }
doors:
  - id: front
${door}devices:
${devices}`

const porch = (more = '', camera = '{ id: porch, view: outside }'): string =>
  `    kind: porch\n${more}    cameras: [${camera}]\n`

it('is good without lock, contact, edge and witness, and nothing is warned of', async () => {
  const { settings, faults, warnings } = await check(home(porch()))
  expect([faults, warnings]).toEqual([[], []])
  expect(settings).toMatchObject({ virtual: false, sources: [] })
  expect(settings?.doors[0]).toMatchObject({
    kind: 'porch',
    lock: null,
    contact: null,
    edge: null,
    settings: { bare: true },
  })
})

it('a door of the house is not bare', async () => {
  const text = home('    lock: a\n    contact: b\n    cameras: []\n')
  expect((await faultsOf(text)).some((fault) => fault.includes('no witness'))).toBe(true)
})

it.each([
  [
    'a forgotten lock',
    '    contact: b\n    cameras: [{ id: porch, view: outside, witness: true }]\n',
    'doors[0].lock: is missing: name a lock, or say "kind: porch" where there is only a camera or a bell',
  ],
  ['a lock at a porch', porch('    lock: a\n'), 'doors[0].lock: a porch has none'],
  ['an edge at a porch', porch('    edge: a\n'), 'doors[0].edge: a porch has none'],
  [
    'a witness at a porch',
    porch('', '{ id: porch, view: outside, witness: true }'),
    'a porch has no leaf to see',
  ],
  ['a camera inside', porch('', '{ id: porch, view: inside }'), 'a camera inside shows nothing without one'],
])('%s is told', async (_, door, expected) => {
  expect((await faultsOf(home(door))).filter((fault) => fault.includes(expected))).toHaveLength(1)
})

it('a porch before the door of the house would take its deliveries', async () => {
  const faults = await faultsOf(home(`${porch()}  - { id: back, lock: a, contact: b, cameras: [] }\n`))
  expect(faults.some((fault) => fault.includes('put the door of the house before it'))).toBe(true)
})

const still =
  '  still: { plugin: snapshot-camera, kind: camera, options: { snapshot: "http://192.0.2.7/jpg" } }\n'

it('a camera of single pictures may look at a porch', async () => {
  expect(await faultsOf(home(porch('', '{ id: still, view: outside }'), still))).toEqual([])
})

it('of single pictures is the eye of no delivery, and that is told', async () => {
  const door = '    lock: a\n    contact: b\n    cameras: [{ id: still, view: outside, witness: true }]\n'
  const faults = await faultsOf(home(door, still))
  expect(
    faults.filter((fault) => fault.includes('"still" gives single pictures of unknown age')),
  ).toHaveLength(1)
})

it.each([
  ['credentials in the address', 'http://a:b@192.0.2.7/jpg'],
  ['another protocol', 'rtsp://192.0.2.7/jpg'],
])('%s of a still are refused', async (_, address) => {
  const faults = await faultsOf(
    home(porch('', '{ id: still, view: outside }'), still.replace('http://192.0.2.7/jpg', address)),
  )
  expect(faults).toHaveLength(1)
})

it('a camera that anybody in the network may look at is warned of', async () => {
  const { faults, warnings } = await check(home(porch(), onvif('porch').replace(', username: portico', '')))
  expect(faults).toEqual([])
  expect(warnings).toEqual([expect.stringContaining('devices.porch: without a user name')])
})

it('a password has no place among the options', async () => {
  const text = home(porch(), onvif('porch').replace('username: portico', 'username: portico, password: x'))
  expect(await faultsOf(text)).toEqual([
    expect.stringContaining('devices.porch.options.password: unknown key'),
  ])
})
