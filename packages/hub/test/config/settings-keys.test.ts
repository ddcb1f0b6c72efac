// Goal: whatever one key of the settings says wrong is told in one line: file, line, key, and what to write instead.
// Method: a table of a sound file with one part written otherwise, and the exact words.
import { describe, expect, it } from 'vitest'
import { check, faultsOf, home, homeAnd, homeWith } from './home-text.ts'

type Row = readonly [what: string, is: string, becomes: string, told: string]

const single: readonly Row[] = [
  // Keys
  [
    'a key of the file that does not exist',
    'policy:',
    'polici:',
    '21: polici: unknown key … did you mean "policy"?',
  ],
  [
    'a key that is near to none',
    'policy:\n  mode: owner\n',
    'telemetry: false\n',
    '21: telemetry: unknown key; there is home, network, doors, devices, carriers, mailboxes, bridges, film, policy',
  ],
  [
    'a key of a door',
    'bell: front-bell',
    'bel: front-bell',
    '10: doors[0].bel: unknown key … did you mean "bell"?',
  ],
  [
    'a key named like a part of every object',
    'policy:\n  mode: owner\n',
    '__proto__: { mode: auto }\n',
    '21: __proto__: unknown key; there is home, network, doors, devices, carriers, mailboxes, bridges, film, policy',
  ],
  [
    'a key that would break the line it is told on',
    'policy:\n  mode: owner\n',
    '"a\\nb": 1\n',
    '21: "a\\nb": unknown key; there is home, network, doors, devices, carriers, mailboxes, bridges, film, policy',
  ],
  [
    'a key that is missing',
    '    lock: front-lock\n',
    '',
    '5: doors[0].lock: is missing: name a lock, or say "kind: porch" where there is only a camera or a bell',
  ],
  // Types
  ['a list that is a number', '  name: Home', '  name: [3]', '2: home.name: must be text, not a list'],
  [
    'a name that is a number',
    'lock: front-lock',
    'lock: 12',
    '7: doors[0].lock: must be text, not 12 (id of a lock in `devices`)',
  ],
  [
    'a switch that is text',
    'witness: true',
    'witness: "yes"',
    '13: doors[0].cameras[1].witness: must be true or false, not "yes" (sees the leaf of the door)',
  ],
  [
    'a value that is empty',
    'policy:\n  mode: owner',
    'policy:',
    '21: policy: must be a mapping of keys to values, not empty',
  ],
  // Choices
  [
    'a mode that does not exist',
    'mode: owner',
    'mode: ask',
    '22: policy.mode: must be one of owner, auto, pin, not "ask"',
  ],
  [
    'a mode spelt wrongly',
    'mode: owner',
    'mode: autp',
    '22: policy.mode: must be one of owner, auto, pin, not "autp" … did you mean "auto"?',
  ],
  [
    'a view that does not exist',
    'view: outside }\n      -',
    'view: out }\n      -',
    '12: doors[0].cameras[0].view: must be one of outside, inside, not "out"',
  ],
  [
    'a kind of device that does not exist',
    'kind: bell',
    'kind: chime',
    '18: devices.front-bell.kind: must be one of lock, contact, edge, bell, camera, not "chime"',
  ],
  // Names
  [
    'a name of a device in capitals',
    '  hall:',
    '  Hall:',
    '20: devices.Hall: must be a name of small letters, digits and hyphens that begins with a letter (at most 32)',
  ],
  [
    'a name of a door with spaces',
    'id: front',
    'id: the front door',
    '5: doors[0].id: must be a name of small letters, digits and hyphens that begins with a letter (at most 32), not "the front door"',
  ],
  [
    'a name for people that is too long',
    'name: Front door',
    `name: ${'x'.repeat(65)}`,
    '6: doors[0].name: must be from 1 to 64 characters long',
  ],
  [
    'a long value, which is told cut',
    'mode: owner',
    `mode: ${'x'.repeat(300)}`,
    `22: policy.mode: must be one of owner, auto, pin, not "${'x'.repeat(39)}…`,
  ],
  // Ranges
  [
    'more openings than a day may have',
    'edge: front-edge',
    'edge: front-edge\n    openingsPerDay: 4',
    '10: doors[0].openingsPerDay: must be from 1 to 3, not 4 (couriers let in a day)',
  ],
  [
    'part of an opening',
    'edge: front-edge',
    'edge: front-edge\n    openingsPerDay: 1.5',
    '10: doors[0].openingsPerDay: must be a whole number, not 1.5 (couriers let in a day)',
  ],
  // Options of plugins
  [
    'an option of a plugin out of its range',
    'kind: lock, options: { door: front }',
    'kind: lock, options: { door: front, travelMs: 5 }',
    '15: devices.front-lock.options.travelMs: must be from 100 to 10000, not 5 (Time of the motor from thrown to withdrawn, ms)',
  ],
  [
    'an option that a plugin does not know',
    'kind: bell, options: { door: front }',
    'kind: bell, options: { door: front, dor: 1 }',
    '18: devices.front-bell.options.dor: unknown key … did you mean "door"?',
  ],
  [
    'an option that is missing',
    'kind: bell, options: { door: front }',
    'kind: bell',
    '18: devices.front-bell.options.door: is missing (The simulated door it belongs to)',
  ],
  [
    'options that are none',
    'kind: bell, options: { door: front }',
    'kind: bell, options: front',
    `18: devices.front-bell.options: must be a mapping of keys to values, not "front" (the plugin's own)`,
  ],
]

describe('one fault in the settings', () => {
  it('is none in the home that these tests start from', async () => {
    expect(await check(home)).toMatchObject({ faults: [], warnings: [] })
  })

  it.each(single)('is told with line, key and cure: %s', async (_, is, becomes, told) => {
    expect((await faultsOf(homeWith([is, becomes]))).filter((fault) => !isConsequence(fault))).toEqual([
      `portico.yaml:${told}`,
    ])
  })

  it.each([
    ['approveSeconds', 19, 121, 'from 20 to 120'],
    ['proveSeconds', 4, 21, 'from 5 to 20'],
    ['unlockSeconds', 4, 16, 'from 5 to 15'],
    ['openSeconds', 14, 61, 'from 15 to 60'],
    ['insideSeconds', 29, 151, 'from 30 to 150'],
    ['tailSeconds', 29, 301, 'from 30 to 300'],
  ])('is a timer beyond its range, on either side: %s', async (timer, under, over, range) => {
    const withTimer = (seconds: number | string): string =>
      homeWith(['    lock:', `    timers: { ${timer}: ${seconds} }\n    lock:`])
    for (const seconds of [under, over, '.nan', '.inf', '-.inf'])
      expect(await faultsOf(withTimer(seconds))).toEqual([
        expect.stringMatching(
          new RegExp(`^portico\\.yaml:7: doors\\[0\\]\\.timers\\.${timer}: must be ${range}, not `),
        ),
      ])
    expect(await faultsOf(withTimer('soon'))).toEqual([
      expect.stringContaining('must be a number, not "soon"'),
    ])
    for (const seconds of [under + 1, over - 1]) expect(await faultsOf(withTimer(seconds))).toEqual([])
  })

  it('is a number too great to be one, shown as what it is', async () => {
    const [fault] = await faultsOf(homeWith(['    lock:', '    timers: { openSeconds: .nan }\n    lock:']))
    expect(fault).toContain('must be from 15 to 60, not NaN')
  })

  it('is a secret at a carrier: it is told where secrets go, and not shown', async () => {
    const told =
      'portico.yaml:23: carriers.easypost: must be {} alone: its secret is made by the hub (portico hooks shows it) or comes by PORTICO_HOOK_SECRET_EASYPOST or PORTICO_HOOK_SECRET_EASYPOST_FILE'
    for (const carrier of ['{ secret: whsec_planted }', '{ secret: whsec_planted, key: 1 }', 'whsec_planted'])
      expect(await faultsOf(homeAnd(`carriers: { easypost: ${carrier} }`))).toEqual([told])
    expect(await faultsOf(homeAnd('carriers: { easypost: {} }'))).toEqual([])
  })
})

describe('several faults at once', () => {
  it('are all told, in the order of the file', async () => {
    const text = homeWith(
      ['timeZone: Europe/Berlin', 'timeZone: Europe/Berln'],
      ['lock: front-lock', 'lock: front-lok'],
      ['witness: true', 'witnes: true'],
      ['plugin: virtual-home, kind: bell', 'plugin: virtual-hom, kind: bell'],
      ['mode: owner', 'mode: ask'],
    )
    expect(await faultsOf(text)).toMatchInlineSnapshot(`
      [
        "portico.yaml:3: home.timeZone: no time zone "Europe/Berln" … did you mean "Europe/Berlin"?",
        "portico.yaml:7: doors[0].lock: no device "front-lok" … did you mean "front-lock"?",
        "portico.yaml:11: doors[0].cameras: no witness: add "witness: true" to the camera that sees the leaf of the door",
        "portico.yaml:13: doors[0].cameras[1].witnes: unknown key … did you mean "witness"?",
        "portico.yaml:18: devices.front-bell.plugin: no plugin "virtual-hom" … did you mean "virtual-home"?",
        "portico.yaml:22: policy.mode: must be one of owner, auto, pin, not "ask"",
      ]
    `)
  })

  it('are told up to a number that somebody reads', async () => {
    const text = homeAnd(Array.from({ length: 80 }, (_, at) => `key${at}: 1`).join('\n'))
    const faults = await faultsOf(text)
    expect(faults).toHaveLength(51)
    expect(faults.at(-1)).toBe('and 30 more')
  })
})

/** One wrong name may leave another without its device: that is told too, and looked at elsewhere. */
const isConsequence = (fault: string): boolean => / no device "| no witness: /.test(fault)
