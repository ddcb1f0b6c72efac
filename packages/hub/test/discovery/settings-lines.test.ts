// Goal: the lines that are shown for cameras that were found are settings that the hub takes, whatever the cameras call
// themselves. Method: the lines go through the check of the settings.
import type { FoundCamera } from '@portico/plugin-onvif/discovery'
import { expect, it } from 'vitest'
import { linesOf } from '../../src/commands/discover.ts'
import { idsOf, settingsLines } from '../../src/discovery/settings-lines.ts'
import { check } from '../config/home-text.ts'

const camera = (name: string, address = '192.168.1.21'): FoundCamera => ({
  name,
  address,
  maker: null,
  model: null,
  can: [],
})

it.each([
  ['one', ['Front bell']],
  ['two of one name', ['Camera', 'Camera']],
  ['one without a name', ['']],
  ['one whose name has no letter', ['192.168.1.21']],
  ['one that is called like the bell', ['Bell']],
  ['one in another script', ['Überwachung 玄関']],
  ['one with a name that is too long', ['a'.repeat(64)]],
  ['one that would break the lines', ['x: { plugin: y }\n- z']],
])('of %s are good', async (_, names) => {
  const found = names.map((name) => camera(name))
  const { faults, settings } = await check(settingsLines(found).join('\n'))
  expect(faults).toEqual([])
  expect(settings?.doors[0]?.cameras.map(({ id }) => id)).toEqual(idsOf(found))
})

it('an address with a path of its own is taken as it is', async () => {
  const { faults } = await check(
    settingsLines([camera('a', 'http://192.168.1.21:8000/onvif/other')]).join('\n'),
  )
  expect(faults).toEqual([])
})

it('of none are none, and the command says what to do', () => {
  expect(settingsLines([])).toEqual([])
  expect(linesOf([])).toEqual([expect.stringContaining('switch ONVIF on')])
})

it('the command names each with what it tells of itself', () => {
  const found: FoundCamera = {
    name: 'Front bell',
    address: '192.168.1.21:8000',
    maker: 'Example',
    model: 'B-1',
    can: ['stream', 'events'],
  }
  expect(linesOf([found])[0]).toBe('192.168.1.21:8000  Front bell  Example B-1  stream, events')
  expect(linesOf([found]).at(-1)).toBe('# then: portico secret front-bell')
})
