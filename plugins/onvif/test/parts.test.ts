// The parts that need no device: XML within bounds, notifications as makers send them, the gate of rings, the clock and
// the digest of a password.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf } from '@portico/plugin-api'
import { expect, test } from 'vitest'
import { addressBook } from '../src/camera/address-book.ts'
import { clockOf } from '../src/camera/device-clock.ts'
import { type Profile, chosenProfiles, readProfiles } from '../src/camera/profiles.ts'
import { readMessages } from '../src/events/read-messages.ts'
import { RingGate } from '../src/events/ring-gate.ts'
import { passwordDigest } from '../src/soap/envelope.ts'
import { type XmlNode, find, parseXml, textAt } from '../src/soap/xml.ts'

const folder = resolve(import.meta.dirname, '../../../test/fixtures/devices/onvif')
function bodyOf(name: string): XmlNode {
  const body = find(parseXml(readFileSync(resolve(folder, `${name}.xml`), 'utf8')), 'Body')
  const [answer] = body?.children ?? []
  if (!answer) throw new Error(`${name} has no body`)
  return answer
}

function codeThrown(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    return codeOf(error)
  }
}

test('names are told without prefix, namespaces as they were declared, text decoded', () => {
  const root = parseXml(
    '<a:x xmlns:a="urn:one" xmlns="urn:two"><y b="1 &lt; 2">Tom &amp; J&#233;r&#xF4;me &nope;</y></a:x>',
  )
  expect([root.name, root.space]).toEqual(['x', 'urn:one'])
  const y = find(root, 'y')
  expect([y?.space, y?.attributes.get('b'), y?.text]).toEqual(['urn:two', '1 < 2', 'Tom & Jérôme &nope;'])
})

test.each([
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['an end that does not fit', '<a><b></a></b>'],
  ['half a document', '<a><b>'],
  ['nothing', ''],
  ['a name that would change every object', '<a><__proto__ x="1"/></a>'],
  ['what is too deep', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`],
])('%s is no answer', (_, text) => {
  expect(codeThrown(() => parseXml(text))).toBe('HUB_ONVIF_ANSWER')
})

test.each([
  ['pull-messages.ring', ['motion on', 'ring on', 'motion on']],
  ['pull-messages.ring-repeated-no-release', ['ring on', 'ring on']],
  ['pull-messages.tamper', ['tamper on', 'tamper on', 'tamper on']],
  ['pull-messages.io-values', ['input on', 'input on', 'motion on']],
  ['pull-messages.package', []],
  ['pull-messages.door', []],
])('%s is understood', (name, expected) => {
  const told = readMessages(bodyOf(name))
  expect(told.map(({ meaning, on }) => `${meaning} ${on ? 'on' : 'off'}`)).toEqual(expected)
})

test('how things stood at the beginning is told as that', () => {
  const told = readMessages(bodyOf('pull-messages.initialized'))
  expect(told.length).toBeGreaterThan(0)
  expect(new Set(told.map(({ is }) => is))).toEqual(new Set(['initial']))
})

const press = { topic: 't', meaning: 'ring', source: '0', is: 'news', on: true } as const
const release = { ...press, on: false } as const

test.each([
  ['one press', [[0, press]], [true]],
  [
    'pressed and let go within three seconds',
    [
      [0, press],
      [500, release],
      [1_000, press],
    ],
    [true, false, false],
  ],
  [
    'let go, and pressed after three seconds',
    [
      [0, press],
      [500, release],
      [3_000, press],
    ],
    [true, false, true],
  ],
  [
    'held and repeated each two seconds',
    [
      [0, press],
      [2_000, press],
      [4_000, press],
      [6_000, press],
    ],
    [true, false, false, false],
  ],
  [
    'repeated without letting go, after a silence',
    [
      [0, press],
      [3_000, press],
    ],
    [true, true],
  ],
  [
    'how it stood',
    [
      [0, { ...press, is: 'initial' as const }],
      [10, press],
    ],
    [false, true],
  ],
  [
    'another button',
    [
      [0, press],
      [10, { ...press, source: '1' }],
    ],
    [true, true],
  ],
] as const)('%s', (_, said, expected) => {
  const gate = new RingGate()
  expect(said.map(([at, message]) => gate.isRing(message, at))).toEqual(expected)
})

test('a device may not make us keep its inventions', () => {
  const gate = new RingGate()
  const rung = Array.from({ length: 100 }, (_, at) => gate.isRing({ ...press, source: String(at) }, at))
  expect(rung.filter(Boolean)).toHaveLength(32)
})

test('the clock of the fixture is read, and one that was never set is none', () => {
  const answer = bodyOf('get-system-date-and-time.response')
  const year = Number(textAt(answer, 'SystemDateAndTime', 'UTCDateTime', 'Date', 'Year'))
  expect(new Date(clockOf(answer) ?? 0).getUTCFullYear()).toBe(year)
  const unset = parseXml(
    '<r><SystemDateAndTime><UTCDateTime><Time><Hour>0</Hour><Minute>0</Minute><Second>0</Second></Time><Date><Year>0</Year><Month>1</Month><Day>1</Day></Date></UTCDateTime></SystemDateAndTime></r>',
  )
  expect(clockOf(unset)).toBeNull()
  expect(clockOf(parseXml('<r/>'))).toBeNull()
})

// ONVIF Application Programmer's Guide 1.0, section 6.1.1.3.
test('the digest of a password is that of the published example', () => {
  const nonce = Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64')
  expect(passwordDigest(nonce, '2010-09-16T07:50:45Z', 'userpassword')).toBe('tuOSpGlFlIXsozq4HFNeeGeFLEI=')
})

const profile = (token: string, encoding: string, width: number): Profile => ({
  token,
  encoding,
  width,
  height: (width * 9) / 16,
  speaks: false,
})
const chosen = (profiles: readonly Profile[], choice = {}): readonly (string | undefined)[] => {
  const { main, second } = chosenProfiles(profiles, { profile: null, secondProfile: null, ...choice })
  return [main.token, second?.token]
}

test.each([
  ['the larger one is the main one', [profile('s', 'H264', 640), profile('m', 'H264', 1920)], ['m', 's']],
  [
    'H.264 that is large enough goes before H.265',
    [profile('h', 'H265', 3840), profile('m', 'H264', 1920), profile('s', 'H264', 640)],
    ['m', 's'],
  ],
  ['H.265 goes before a small H.264', [profile('h', 'H265', 3840), profile('s', 'H264', 640)], ['h', 's']],
  ['JPEG is no stream', [profile('j', 'JPEG', 1920), profile('s', 'H264', 640)], ['s', undefined]],
])('%s', (_, profiles, expected) => {
  expect(chosen(profiles)).toEqual(expected)
})

test('no profile at all is told', () => {
  expect(() => chosen([profile('j', 'JPEG', 1920)])).toThrow('no profile with H.264 or H.265')
})

test('the profiles of the fixture are read', () => {
  const answer = bodyOf('get-profiles.response')
  const version = answer.space.includes('ver20') ? 2 : 1
  expect(readProfiles(answer, version).length).toBeGreaterThan(0)
})

test.each([
  ['192.0.2.1', 'http://192.0.2.1/onvif/device_service'],
  ['192.0.2.1:8000', 'http://192.0.2.1:8000/onvif/device_service'],
  ['https://cam.lan/onvif/other', 'https://cam.lan/onvif/other'],
])('the address %s leads to %s', (address, expected) => {
  expect(addressBook({ address, preserveAddress: true }).device.href).toBe(expected)
})

test('a device that knows its own host is believed in its ports, one behind a router is not', () => {
  const book = addressBook({ address: '192.0.2.1:80', preserveAddress: true })
  expect(book.http('http://192.0.2.1:8899/events?Idx=1').href).toBe('http://192.0.2.1:8899/events?Idx=1')
  expect(book.http('http://10.0.0.9:8899/events?Idx=1').href).toBe('http://192.0.2.1/events?Idx=1')
})

test('without preserveAddress a device is believed where it is', () => {
  const book = addressBook({ address: '192.0.2.1', preserveAddress: false })
  expect(book.rtsp('rtsp://u:p@192.0.2.9:554/a')).toBe('rtsp://192.0.2.9:554/a')
  expect(book.http('http://192.0.2.9:81/b?c=1').href).toBe('http://192.0.2.9:81/b?c=1')
})
