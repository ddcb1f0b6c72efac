// What Home Assistant is told of devices, by right: no button and no code without it. The keys are held to a table of
// Home Assistant's own schema in test/mqtt/discovery.test.ts.
import { expect, test } from 'vitest'
import type { FaceRight } from '@portico/protocol'
import { sampleDoor as door } from '@portico/testing'
import { type Offer, discovery } from '../src/told/discovery.ts'
import { Topics } from '../src/told/topics.ts'
import { home } from './home.ts'

const topics = new Topics({ slug: 'haus', id: '0a1b2c3d' }, 'homeassistant')

function components(
  rights: readonly FaceRight[],
  more: Partial<Offer> = {},
): Record<string, Record<string, unknown>> {
  const offer: Offer = {
    home: home({ rights: [...rights] }),
    topics,
    pictures: true,
    isPrivate: true,
    ...more,
  }
  const text = discovery(offer).get('homeassistant/device/portico_0a1b2c3d_front/config') ?? ''
  // cast: our own payload
  return (JSON.parse(text) as { components: Record<string, Record<string, unknown>> }).components
}

/** Those that are offered. */
const offered = (rights: readonly FaceRight[], more: Partial<Offer> = {}): readonly string[] =>
  Object.entries(components(rights, more))
    .filter(([, component]) => 'unique_id' in component)
    .map(([key]) => key)

const seen = ['lock', 'contact', 'battery', 'step', 'problem', 'tamper', 'alarm', 'bell', 'delivery']

test('buttons stand only where the face has the right', () => {
  expect(offered(['see'])).toEqual(seen)
  expect(offered(['see', 'refuse'])).toEqual([...seen, 'deny', 'abort'])
  expect(offered(['see', 'camera'])).toEqual([...seen, 'picture'])
  expect(offered(['see', 'camera', 'approve'])).toEqual([...seen, 'picture', 'approve'])
})

test('who sees no picture here cannot approve here', () => {
  expect(offered(['see', 'approve'])).toEqual(seen)
  expect(offered(['see', 'camera', 'approve'], { pictures: false })).toEqual(seen)
})

test('what is not offered is taken away by its platform alone', () => {
  expect(components(['see'])['approve']).toEqual({ platform: 'button' })
})

test('a PIN is asked for with the right to open and on a private line alone', () => {
  expect(components(['see', 'lock'])['lock']).not.toHaveProperty('code_format')
  expect(components(['see', 'lock', 'open'], { isPrivate: false })['lock']).not.toHaveProperty('code_format')
  const lock = components(['see', 'lock', 'open'])['lock']
  const format = new RegExp(String(lock?.['code_format']))
  expect(['', '1234', '12345678', '123', '12ab'].map((code) => format.test(code))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

test('the lock is never guessed at and never kept as a command', () => {
  expect(components(['see'])['lock']).toMatchObject({ optimistic: false, retain: false, qos: 1 })
  expect(components(['see'])['lock']).not.toHaveProperty('payload_open')
})

test('a device for each door and one for the home', () => {
  const offer: Offer = {
    home: home({ doors: [door(), door({ id: 'garage' })] }),
    topics,
    pictures: false,
    isPrivate: true,
  }
  expect([...discovery(offer).keys()]).toEqual([
    'homeassistant/device/portico_0a1b2c3d/config',
    'homeassistant/device/portico_0a1b2c3d_front/config',
    'homeassistant/device/portico_0a1b2c3d_garage/config',
  ])
})
