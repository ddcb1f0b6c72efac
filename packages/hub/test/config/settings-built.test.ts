// Goal: a file without fault becomes what the hub runs on: every gap filled safely, nothing to be changed afterwards.
// Method: the embedded home, the smallest one, and one with everything written out.
import { defaultSettings, seconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { defaultHome } from '../../src/config/default-home.data.ts'
import { systemTimeZone } from '../../src/config/network-checks.ts'
import type { CheckedSettings } from '../../src/config/checked-settings.ts'
import { type Surroundings, check, home, homeAnd, homeWith } from './home-text.ts'

async function built(text: string, around: Surroundings = {}): Promise<CheckedSettings> {
  const { settings, faults } = await check(text, around)
  if (!settings) throw new Error(faults.join('\n'))
  return settings
}

describe('the default home', () => {
  it('is sound, simulated as a whole, and keeps the owner in charge', async () => {
    const settings = await built(defaultHome, { carriers: ['easypost', 'ups'] })
    expect(settings).toMatchObject({
      homeName: 'Home',
      timeZone: systemTimeZone(),
      house: { host: '127.0.0.1', port: 8080 },
      street: null,
      publicUrl: null,
      hosts: [],
      webhookHosts: [],
      sources: ['easypost', 'ups'],
      policy: { mode: 'owner', sentences: [] },
      virtual: true,
    })
    expect(settings.doors).toEqual([
      {
        id: 'front',
        name: 'Front door',
        kind: 'house',
        fallback: ['box', 'porch'],
        lock: 'front-lock',
        contact: 'front-contact',
        edge: 'front-edge',
        bell: 'front-bell',
        cameras: [
          { id: 'porch', view: 'outside', witness: false },
          { id: 'hall', view: 'inside', witness: true },
        ],
        settings: defaultSettings,
      },
    ])
    expect(settings.plugins).toHaveLength(1)
    expect(settings.plugins[0]?.devices.map(({ id }) => id)).toEqual([
      'front-lock',
      'front-contact',
      'front-edge',
      'front-bell',
      'porch',
      'hall',
    ])
  })

  it('has no fault, whatever the system says of time', async () => {
    const { faults, warnings } = await check(defaultHome)
    expect(faults).toEqual([])
    expect(warnings.filter((warning) => !warning.includes('home.timeZone'))).toEqual([])
  })
})

describe('settings', () => {
  it('fill in what a file leaves out', async () => {
    const bare = homeWith(
      ['home:\n  name: Home\n  timeZone: Europe/Berlin\n', ''],
      ['    name: Front door\n', ''],
      ['    edge: front-edge\n', ''],
      ['    bell: front-bell\n', ''],
      ['policy:\n  mode: owner\n', ''],
    )
    const settings = await built(bare)
    expect(settings).toMatchObject({
      homeName: 'Home',
      timeZone: systemTimeZone(),
      policy: { mode: 'owner', sentences: [] },
    })
    expect(settings.doors[0]).toMatchObject({ name: 'front', edge: null, bell: null })
  })

  it('say what the file says', async () => {
    const text = homeWith(
      ['name: Home', 'name: Hilltop'],
      ['mode: owner', 'mode: auto'],
      [
        '    lock: front-lock',
        '    timers: { approveSeconds: 20.5, insideSeconds: 30, tailSeconds: 300 }\n    openingsPerDay: 1\n    lock: front-lock',
      ],
    )
    const more =
      'network: { house: { host: 0.0.0.0, port: 80 }, street: { port: 81 }, publicUrl: "https://Portico.Example:443", hosts: [hub.lan] }'
    const settings = await built(`${text}${more}\n`)
    expect(settings).toMatchObject({
      homeName: 'Hilltop',
      timeZone: 'Europe/Berlin',
      house: { host: '0.0.0.0', port: 80 },
      street: { host: '127.0.0.1', port: 81 },
      publicUrl: 'https://portico.example',
      hosts: ['hub.lan'],
      policy: { mode: 'auto', sentences: [] },
    })
    expect(settings.doors[0]?.settings).toEqual({
      timers: {
        ...defaultSettings.timers,
        approve: seconds(20.5),
        inside: seconds(30),
        tail: seconds(300),
      },
      openingsPerDay: 1,
      thirdWitness: null,
    })
  })

  it.each([
    ['', false],
    ['network: { house: { host: 0.0.0.0 } }', true],
    ['network: { house: { host: 192.168.1.5 } }', true],
    ['network: { house: { host: localhost } }', false],
    ['network: { house: { host: 0.0.0.0, https: false } }', false],
    ['network: { house: { https: true } }', true],
  ])('speak HTTPS where others reach the house, unless told otherwise: %s', async (network, https) => {
    expect(await built(homeAnd(network))).toMatchObject({ https })
  })

  it('give way to the ports of the command line', async () => {
    expect(await built(home, { housePort: 0 })).toMatchObject({
      house: { host: '127.0.0.1', port: 0 },
      street: null,
    })
    const named = homeAnd(
      'network: { house: { host: 10.0.0.2, port: 1 }, street: { host: 10.0.0.3, port: 2 } }',
    )
    expect(await built(named, { housePort: 3, streetPort: 4 })).toMatchObject({
      house: { host: '10.0.0.2', port: 3 },
      street: { host: '10.0.0.3', port: 4 },
    })
  })

  it('open the street when its port is named on the command line', async () => {
    expect((await built(home, { streetPort: 9 })).street).toEqual({ host: '127.0.0.1', port: 9 })
  })

  it('are frozen through and through', async () => {
    const settings = await built(
      homeWith(['{ door: front } }\n  front-contact', '{ door: front } }\n  front-contact']),
    )
    const open: string[] = []
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) open.push(path)
      for (const [key, each] of Object.entries(value)) look(each, `${path}.${key}`)
    }
    look(settings, 'settings')
    expect(open).toEqual([])
  })
})
