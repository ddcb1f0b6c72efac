// Goal: portico check judges the settings and nothing else, for people and for scripts. Method: settings files on a real
// disk, and a look at what is there afterwards.
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { homeAnd, homeWith } from '../config/home-text.ts'
import { TypedHome, typed } from './typed.ts'

describe('portico check', () => {
  it('says what home it found', async () => {
    using home = new TypedHome()
    expect(await home.type('check')).toEqual({
      code: 0,
      out: ['ok: a simulated home, 1 door, 6 devices, 13 carriers, house at 127.0.0.1:8080, street off'],
      err: [],
    })
    expect((await home.type('check', '--port', '80', '--street-port', '81')).out).toEqual([
      'ok: a simulated home, 1 door, 6 devices, 13 carriers, house at 127.0.0.1:80, street at 127.0.0.1:81',
    ])
  })

  it('opens nothing and makes nothing', async () => {
    using home = new TypedHome()
    await home.type('check')
    expect(readdirSync(home.folder)).toEqual(['portico.yaml'])
  })

  it('names every fault for the person, and ends with 2', async () => {
    using home = new TypedHome(
      homeWith(['mode: owner', 'mode: ask'], ['lock: front-lock', 'lock: front-lok']),
    )
    const file = `${home.folder}/portico.yaml`
    const { code, out, err } = await home.type('check')
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(err).toEqual([
      `warning: ${file}:15: devices.front-lock: no door uses this device`,
      `${file}:7: doors[0].lock: no device "front-lok" … did you mean "front-lock"?`,
      `${file}:22: policy.mode: must be one of owner, auto, pin, not "ask"`,
    ])
  })

  it('warns and is content with what is odd but no fault', async () => {
    using home = new TypedHome(homeWith(['    edge: front-edge\n', '']))
    const { code, out, err } = await home.type('check')
    expect({ code, said: out.length, warned: err.length }).toEqual({ code: 0, said: 1, warned: 2 })
    expect(err[0]).toContain('warning: ')
  })

  it('gives its verdict as one line of JSON, whatever it is', async () => {
    using sound = new TypedHome()
    expect(await sound.type('check', '--json')).toEqual({
      code: 0,
      out: ['{"ok":true,"faults":[],"warnings":[]}'],
      err: [],
    })
    using odd = new TypedHome(homeAnd('polici: {}'))
    const { code, out, err } = await odd.type('check', '--json')
    expect({ code, lines: out.length, err }).toEqual({ code: 2, lines: 1, err: [] })
    expect(JSON.parse(out[0] ?? '')).toEqual({
      ok: false,
      faults: [`${odd.folder}/portico.yaml:23: polici: unknown key … did you mean "policy"?`],
      warnings: [],
    })
  })

  it('cannot judge a file that is not there', async () => {
    using home = new TypedHome()
    const { code, out, err } = await typed('check', '--json', '--config', `${home.folder}/none.yaml`)
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(err).toEqual([expect.stringContaining('[HUB_SETTINGS_FILE]')])
  })
})
