// Goal: what does not fit between the parts of the settings is found and told: devices and doors, plugins, network, time,
// carriers. Method: tables of a sound file with one part written otherwise, plugins on a real disk.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { surroundingWarnings } from '../../src/config/network-checks.ts'
import { draftOf } from '../../src/config/settings-draft.ts'
import { check, faultsOf, homeAnd, homeWith } from './home-text.ts'

/** A second door with devices of its own, but for what is said otherwise. */
function twoDoors(otherwise: Readonly<Record<string, string>> = {}): string {
  const own = {
    id: 'back',
    lock: 'back-lock',
    contact: 'back-contact',
    edge: 'back-edge',
    bell: 'back-bell',
    view: 'inside',
  }
  const { id, lock, contact, edge, bell, view } = { ...own, ...otherwise }
  const door = `  - id: ${id}
    lock: ${lock}
    contact: ${contact}
    edge: ${edge}
    bell: ${bell}
    cameras: [{ id: hall, view: ${view}, witness: true }]
devices:
`
  const devices = ['lock', 'contact', 'edge', 'bell'].map(
    (kind) => `  back-${kind}: { plugin: virtual-home, kind: ${kind}, options: { door: back } }\n`,
  )
  return homeWith(['devices:\n', door + devices.join('')])
}

describe('doors and devices', () => {
  it('may be many, and share a bell and a camera', async () => {
    expect(await faultsOf(twoDoors())).toEqual([])
    expect(await faultsOf(twoDoors({ bell: 'front-bell' }))).toEqual([])
  })

  it.each([
    ['lock', '15: doors[1].lock: "front-lock" already is the lock of door "front": each door needs its own'],
    [
      'contact',
      '16: doors[1].contact: "front-contact" already is the contact of door "front": each door needs its own',
    ],
    ['edge', '17: doors[1].edge: "front-edge" already is the edge of door "front": each door needs its own'],
  ])('do not share a %s: one door would take the word of the other', async (role, told) => {
    expect(await faultsOf(twoDoors({ [role]: `front-${role}` }))).toEqual([`portico.yaml:${told}`])
  })

  it('are not called alike', async () => {
    expect(await faultsOf(twoDoors({ id: 'front' }))).toEqual([
      'portico.yaml:14: doors[1].id: two doors are called "front": give each a name of its own',
    ])
  })

  it('do not see one camera from two sides', async () => {
    expect(await faultsOf(twoDoors({ view: 'outside' }))).toEqual([
      'portico.yaml:19: doors[1].cameras[0].view: camera "hall" looks inside at another door: it has one view',
    ])
  })

  it.each([
    [
      'a device that is not there',
      'lock: front-lock',
      'lock: front-lok',
      '7: doors[0].lock: no device "front-lok" … did you mean "front-lock"?',
    ],
    [
      'a device like none of its kind',
      'edge: front-edge',
      'edge: esp32',
      '9: doors[0].edge: no device "esp32"; there is front-edge',
    ],
    [
      'a device of another kind',
      'lock: front-lock',
      'lock: front-contact',
      '7: doors[0].lock: "front-contact" is a contact: name a lock here',
    ],
    [
      'a camera that is a lock',
      'id: porch',
      'id: front-lock',
      '12: doors[0].cameras[0].id: "front-lock" is a lock: name a camera here',
    ],
    [
      'one camera twice',
      'id: porch, view: outside',
      'id: hall, view: inside',
      '13: doors[0].cameras[1].id: "hall" stands here twice: remove one',
    ],
    [
      'no camera that sees the leaf',
      ', witness: true',
      '',
      '11: doors[0].cameras: no witness: add "witness: true" to the camera that sees the leaf of the door',
    ],
    [
      'two cameras that see the leaf',
      'view: outside }\n      -',
      'view: outside, witness: true }\n      -',
      '11: doors[0].cameras: 2 witnesses: leave "witness: true" at the one camera that sees the leaf of the door',
    ],
  ])('do not fit: %s', async (_, is, becomes, told) => {
    expect(await faultsOf(homeWith([is, becomes]))).toEqual([`portico.yaml:${told}`])
  })

  it('are warned of where they are hardly meant', async () => {
    const text = homeWith(['    edge: front-edge\n', ''])
    expect(await check(text)).toMatchObject({
      faults: [],
      warnings: [
        'portico.yaml:5: doors[0]: without an edge nobody can be let in here',
        'portico.yaml:16: devices.front-edge: no door uses this device',
      ],
    })
  })
})

/** Plugins from elsewhere, in a folder that is gone afterwards. */
class Elsewhere implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-settings-'))

  put(name: string, files: Readonly<Record<string, string>>): this {
    mkdirSync(join(this.folder, name), { recursive: true })
    for (const [file, text] of Object.entries(files)) writeFileSync(join(this.folder, name, file), text)
    return this
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const config = (kind: string, schema: object = { type: 'object' }): string =>
  JSON.stringify({ kind, configSchema: { lock: schema, bell: schema } })

/** The lock comes from elsewhere. */
const lockBy = (plugin: string): string =>
  homeWith([
    'front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }',
    `front-lock: { plugin: ${plugin}, kind: lock }`,
  ])

describe('plugins', () => {
  it('that come with Portico are guessed at', async () => {
    expect(await faultsOf(lockBy('virtul-home'))).toEqual([
      'portico.yaml:15: devices.front-lock.plugin: no plugin "virtul-home" … did you mean "virtual-home"?',
    ])
    expect(await faultsOf(lockBy('constructor'))).toEqual([
      'portico.yaml:15: devices.front-lock.plugin: no plugin "constructor"; there is onvif, snapshot-camera, virtual-home',
    ])
  })

  it('from elsewhere are found beside the settings file, and no code of theirs runs for it', async () => {
    using elsewhere = new Elsewhere().put('lock', {
      'plugin.js': 'throw new Error("it was run")',
      'config.json': config('virtual'),
    })
    const { settings } = await check(lockBy('./lock'), elsewhere)
    expect(settings?.plugins).toContainEqual({
      name: './lock',
      module: join(elsewhere.folder, 'lock', 'plugin.js'),
      kind: 'virtual',
      devices: [{ id: 'front-lock', kind: 'lock', options: {} }],
    })
  })

  it('with an id in their schema may be read more than once', async () => {
    using elsewhere = new Elsewhere().put('lock', {
      'plugin.js': '',
      'config.json': config('virtual', { $id: 'https://lock.example/options', type: 'object' }),
    })
    expect(await faultsOf(lockBy('./lock'), elsewhere)).toEqual([])
    expect(await faultsOf(lockBy('./lock'), elsewhere)).toEqual([])
  })

  it.each<[what: string, files: Readonly<Record<string, string>>, told: string]>([
    [
      'without a script',
      { 'config.json': config('virtual') },
      'no plugin at "./lock": its folder must hold one of plugin.js, plugin.mjs, plugin.ts',
    ],
    ['without its config', { 'plugin.js': '' }, 'plugin at "./lock": config.json is missing or no JSON'],
    [
      'with a config that is no JSON',
      { 'plugin.js': '', 'config.json': '{' },
      'plugin at "./lock": config.json is missing or no JSON',
    ],
    [
      'with a config that is a list',
      { 'plugin.js': '', 'config.json': '[]' },
      'plugin at "./lock": config.json must hold an object',
    ],
    [
      'of no kind',
      { 'plugin.js': '', 'config.json': config('imaginary') },
      'plugin at "./lock": config.json must say "kind": "real" or "virtual"',
    ],
    [
      'without a schema',
      { 'plugin.js': '', 'config.json': '{"kind":"virtual"}' },
      'plugin at "./lock": config.json must give a "configSchema" for each kind of device',
    ],
    [
      'with a config without end',
      { 'plugin.js': '', 'config.json': `"${'x'.repeat(65_536)}"` },
      'plugin at "./lock": config.json is larger than 65536 bytes',
    ],
  ])('from elsewhere are told what they lack: %s', async (_, files, told) => {
    using elsewhere = new Elsewhere().put('lock', files)
    expect(await faultsOf(lockBy('./lock'), elsewhere)).toEqual([
      `portico.yaml:15: devices.front-lock.plugin: ${told}`,
    ])
  })

  it('with a schema that is none are told so', async () => {
    using elsewhere = new Elsewhere().put('lock', {
      'plugin.js': '',
      'config.json': config('virtual', { type: 'lock' }),
    })
    expect(await faultsOf(lockBy('./lock'), elsewhere)).toEqual([
      'portico.yaml:15: devices.front-lock.options: plugin "./lock" gives a schema that is none: ask its author',
    ])
  })

  it('have some kinds of devices and no others', async () => {
    using elsewhere = new Elsewhere().put('lock', { 'plugin.js': '', 'config.json': config('virtual') })
    const text = homeWith([
      'front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }',
      'front-contact: { plugin: ./lock, kind: contact }',
    ])
    expect(await faultsOf(text, elsewhere)).toEqual([
      'portico.yaml:16: devices.front-contact.kind: plugin "./lock" has no contact; it has lock, bell',
    ])
  })

  it('are told of their devices in one message, so these have a size', async () => {
    using elsewhere = new Elsewhere().put('lock', { 'plugin.js': '', 'config.json': config('virtual') })
    const text = lockBy('./lock').replace(
      'kind: lock }',
      `kind: lock, options: { note: ${'x'.repeat(40_000)} } }`,
    )
    expect(await faultsOf(text, elsewhere)).toEqual([
      'portico.yaml:15: devices.front-lock: all devices of plugin "./lock" are larger than 32 kB together: make their options shorter',
    ])
  })
})

describe('a home', () => {
  const mixed = (kind: string, id: string): string =>
    homeWith([`${id}: { plugin: virtual-home, kind: ${kind}, `, `${id}: { plugin: ./real, kind: ${kind}, `])

  it.each([
    ['lock', 'front-lock', 'front-contact'],
    ['contact', 'front-contact', 'front-lock'],
    ['edge', 'front-edge', 'front-lock'],
    ['bell', 'front-bell', 'front-lock'],
    ['camera', 'porch', 'front-lock'],
    ['camera', 'hall', 'front-lock'],
  ])('T15: is not virtual with one real %s: %s', async (kind, id, other) => {
    const schema = { type: 'object' }
    using elsewhere = new Elsewhere().put('real', {
      'plugin.js': '',
      'config.json': JSON.stringify({
        kind: 'real',
        configSchema: { lock: schema, contact: schema, edge: schema, bell: schema, camera: schema },
      }),
    })
    const [fault, ...more] = await faultsOf(mixed(kind, id), elsewhere)
    expect(fault).toContain(
      `devices.${id}.plugin: "${id}" is real and "${other}" is virtual: a home is one or the other as a whole, replace one of them`,
    )
    expect(more).toEqual([])
  })
})

describe('time', () => {
  it.each([
    ['Europe/Berln', 'no time zone "Europe/Berln" … did you mean "Europe/Berlin"?'],
    ['Middle/Earth', 'no time zone "Middle/Earth"; use a name like Europe/Berlin'],
    ['""', 'no time zone ""; use a name like Europe/Berlin'],
  ])('has no zone %s', async (zone, told) => {
    expect(await faultsOf(homeWith(['Europe/Berlin', zone]))).toEqual([
      `portico.yaml:3: home.timeZone: ${told}`,
    ])
  })

  it('is warned of when nobody set a zone and the system has none either', () => {
    const draft = draftOf({ home: {} })
    expect(surroundingWarnings(draft, 'Europe/Berlin')).toEqual([])
    expect(surroundingWarnings(draft, 'UTC')).toEqual([
      {
        path: ['home', 'timeZone'],
        message: 'not set, and the system says UTC: evenings are reckoned in UTC until you name your zone',
      },
    ])
    expect(surroundingWarnings(draftOf({ home: { timeZone: 'UTC' } }), 'UTC')).toEqual([])
  })
})

describe('the network', () => {
  const inTheClear =
    'network.publicUrl: must begin with https://: couriers and owners would send what opens the door in the clear; put a proxy or tunnel with HTTPS before the street listener'
  const noOrigin = 'network.publicUrl: must be an origin without a path, like https://portico.example'

  it.each([
    ['{ publicUrl: "http://portico.example" }', inTheClear],
    ['{ publicUrl: "http://192.168.1.5:8081" }', inTheClear],
    ['{ publicUrl: "https://portico.example/home" }', `${noOrigin}, not "https://portico.example/home"`],
    ['{ publicUrl: "portico.example" }', `${noOrigin}, not "portico.example"`],
    ['{ publicUrl: "ftp://portico.example" }', `${noOrigin}, not "ftp://portico.example"`],
    ['{ publicUrl: "https://porti co.example" }', noOrigin],
    ['{ publicUrl: "https://anna:planted@portico.example" }', noOrigin],
    [
      '{ house: { port: 70000 } }',
      'network.house.port: must be from 0 to 65535, not 70000 (0 asks the system for a free one)',
    ],
    ['{ house: { prt: 1 } }', 'network.house.prt: unknown key … did you mean "port"?'],
    [
      '{ street: true }',
      'network.street: must be a mapping of keys to values, not true (for couriers and carriers: a closed list of pages; off when absent)',
    ],
    [
      '{ street: { port: 8080 } }',
      'network.street.port: port 8080 is that of the house too: give the street another',
    ],
    [
      '{ house: { port: 8081 }, street: {} }',
      'network.street.port: port 8081 is that of the house too: give the street another',
    ],
    [
      '{ street: { host: 0.0.0.0, port: 8080 } }',
      'network.street.port: port 8080 is that of the house too: give the street another',
    ],
  ])('does not listen so: %s', async (network, told) => {
    expect(await faultsOf(homeAnd(`network: ${network}`))).toEqual([`portico.yaml:23: ${told}`])
  })

  it.each([
    '{ publicUrl: "https://portico.example" }',
    '{ publicUrl: "http://127.0.0.1:8081" }',
    '{ publicUrl: "http://[::1]:8081" }',
    '{ publicUrl: "http://localhost" }',
    '{ house: { port: 0 }, street: { port: 0 } }',
    '{ house: { host: 192.168.1.5 }, street: { host: 127.0.0.1, port: 8080 } }',
  ])('listens so: %s', async (network) => {
    expect(await check(homeAnd(`network: ${network}`))).toMatchObject({ faults: [], warnings: [] })
  })

  it('is warned of when a house that others reach has no HTTPS, and no proxy brings it', async () => {
    const warned = async (network: string): Promise<readonly string[]> =>
      (await check(homeAnd(`network: ${network}`))).warnings
    expect(await warned('{ house: { host: 0.0.0.0, https: false } }')).toEqual([
      expect.stringMatching(
        /^portico\.yaml:23: network\.house\.https: off, and the house is open beyond this machine/,
      ),
    ])
    expect(await warned('{ house: { https: false } }')).toEqual([])
    expect(
      await warned('{ house: { host: 0.0.0.0, https: false }, publicUrl: "https://portico.example" }'),
    ).toEqual([])
  })

  it('is warned of when the street is open and couriers are not told where', async () => {
    expect(await check(homeAnd('network: { street: { host: 0.0.0.0 } }'))).toMatchObject({
      faults: [],
      warnings: [
        'portico.yaml:23: network.street: open beyond this machine without a publicUrl: name the address by which couriers reach it, with https://; until then you are asked about each courier, whatever the policy says',
      ],
    })
  })
})

describe('carriers', () => {
  it('may have a name that begins with a digit', async () => {
    const text = homeAnd('carriers: { 17track: {}, amazon-shipping: {} }')
    expect(await faultsOf(text, { carriers: ['17track', 'amazon-shipping'] })).toEqual([])
  })

  it.each([
    ['esypost', 'no carrier "esypost" … did you mean "easypost"?'],
    ['pigeon', 'no carrier "pigeon"; there is easypost'],
  ])('are none that Portico reads: %s', async (carrier, told) => {
    expect(await faultsOf(homeAnd(`carriers: { ${carrier}: {} }`))).toEqual([
      `portico.yaml:23: carriers.${carrier}: ${told}`,
    ])
  })
})
