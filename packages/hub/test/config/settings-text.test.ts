// Goal: a settings file that cannot be read as one, by its bytes or by its YAML, is told with its line and never harms.
// Method: small broken texts, and texts built to take memory or time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsOf } from '../../src/config/check-settings.ts'
import { defaultHome } from '../../src/config/default-home.data.ts'
import { SETTINGS_BYTES_MAX, readSettingsText } from '../../src/config/settings-text.ts'
import { check, faultsOf, home, homeAnd, homeWith } from './home-text.ts'

describe('YAML', () => {
  it.each([
    ['a key twice', homeAnd('home: { name: Other }'), '23: this key stands here twice: remove one'],
    [
      'a key twice in a door',
      homeWith(['    bell:', '    id: back\n    bell:']),
      '10: this key stands here twice: remove one',
    ],
    ['a tab', homeWith(['  name: Home', '\tname: Home']), '2: indented by a tab: use spaces'],
    [
      'a second document',
      homeAnd('---\nhome: {}'),
      '23: a second document begins here: one file holds one home',
    ],
    ['an alias to nothing', homeAnd('network: *lan'), '23: an alias to nothing: name an anchor above it'],
    [
      'an alias to a later anchor',
      homeWith(['  name: Home', '  name: *later'], ['mode: owner', 'mode: &later owner']),
      '2: an alias to nothing: name an anchor above it',
    ],
    [
      'an alias to what it stands in',
      homeAnd('network: &lan { house: *lan }'),
      '23: an alias to what it stands in: write the value out',
    ],
    [
      'a quote that does not end',
      homeWith(['mode: owner', 'mode: "owner']),
      '23: not readable as YAML: Missing closing "quote',
    ],
    [
      'a tag of another program',
      homeWith(['mode: owner', 'mode: !secret owner']),
      '22: not readable as YAML: Unresolved tag: !secret',
    ],
    ['a list where a mapping is', '- home', '1: must be a mapping of keys to values, not a list'],
    ['a word', 'home', '1: must be a mapping of keys to values, not "home"'],
  ])('that holds %s is told with its line', async (_, text, told) => {
    expect(await faultsOf(text)).toEqual([`portico.yaml:${told}`])
  })

  it.each(['', '# nothing yet\n', 'null'])('that is empty is told what to do: %j', async (text) => {
    expect(await faultsOf(text)).toEqual(['portico.yaml: it is empty: leave it out for the default home'])
  })

  it('may name a value once and use it again', async () => {
    const text = homeWith(
      ['kind: lock, options: { door: front }', 'kind: lock, options: &at { door: front }'],
      ['kind: bell, options: { door: front }', 'kind: bell, options: *at'],
    )
    expect((await check(text)).settings?.plugins[0]?.devices).toContainEqual({
      id: 'front-bell',
      kind: 'bell',
      options: { door: 'front' },
    })
  })

  it('tells the line of a fault behind an alias', async () => {
    const text = homeWith(
      ['kind: lock, options: { door: front }', 'kind: lock, options: &at { door: front, travelMs: 5000 }'],
      ['kind: bell, options: { door: front }', 'kind: bell, options: *at'],
    )
    expect(await faultsOf(text)).toEqual([
      'portico.yaml:15: devices.front-bell.options.travelMs: unknown key; there is door',
    ])
  })

  it('says nothing on the console, however odd its keys', async () => {
    const warned: Error[] = []
    const listen = (warning: Error): void => void warned.push(warning)
    process.on('warning', listen)
    try {
      expect(await faultsOf(homeAnd('? [a, b]\n: 1'))).toHaveLength(1)
      // Node tells warnings in the next turn.
      await new Promise(setImmediate)
    } finally {
      process.off('warning', listen)
    }
    expect(warned).toEqual([])
  })
})

describe('a text built to harm', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
  for (let depth = 1; depth < 9; depth++)
    bomb.push(
      `a${depth}: &a${depth} [${Array(9)
        .fill(`*a${depth - 1}`)
        .join(',')}]`,
    )

  it.each([
    [
      'nine aliases in nine, nine times',
      bomb.join('\n'),
      'portico.yaml: too many aliases: write the values out (at most 50 are followed)',
    ],
    [
      'thousands of aliases',
      `a: &a 1\nb: [${'*a,'.repeat(20_000)}]`,
      'portico.yaml: too many aliases: write the values out (at most 50 are followed)',
    ],
    [
      'a list in a list in a list …',
      `a: ${'['.repeat(10_000)}`,
      'portico.yaml:1: nested too deeply: write it flatter',
    ],
    [
      'a mapping in a mapping …',
      `a: ${'{a: '.repeat(5_000)}`,
      'portico.yaml:1: nested too deeply: write it flatter',
    ],
  ])('is refused and takes neither memory nor long: %s', async (_, text, told) => {
    const before = process.memoryUsage().heapUsed
    const [fault] = await faultsOf(text)
    expect(fault).toBe(told)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(512 * 1024 * 1024)
  })
})

describe('a settings file', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-settings-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return name
  }

  it('is the one that is named, relative to where the command was given', () => {
    mkdirSync(join(folder, 'inner'))
    put('inner/mine.yaml', home)
    expect(readSettingsText('inner/mine.yaml', folder)).toEqual({
      name: 'inner/mine.yaml',
      folder: join(folder, 'inner'),
      text: home,
    })
  })

  it('is portico.yaml where it lies, and else the default home', () => {
    expect(readSettingsText(null, folder)).toMatchObject({ name: 'default home', text: defaultHome })
    put('portico.yaml', home)
    expect(readSettingsText(null, folder)).toEqual({ name: 'portico.yaml', folder, text: home })
  })

  it('may begin with a byte order mark', () => {
    put('marked.yaml', `\uFEFF${home}`)
    expect(readSettingsText('marked.yaml', folder).text).toBe(home)
  })

  it('may be as large as 256 kB', () => {
    put('large.yaml', home.padEnd(SETTINGS_BYTES_MAX, '#'))
    expect(readSettingsText('large.yaml', folder).text).toHaveLength(SETTINGS_BYTES_MAX)
  })

  it.each<[what: string, name: string, content: string | Uint8Array | null, told: string]>([
    [
      'missing',
      'nowhere.yaml',
      null,
      'nowhere.yaml: there is no such file: name another with --config, or leave it out for the default home',
    ],
    ['a folder', '.', null, '.: it is a folder: name the file in it'],
    [
      'too large',
      'huge.yaml',
      '#'.repeat(SETTINGS_BYTES_MAX + 1),
      'huge.yaml: larger than 256 kB: make it smaller',
    ],
    [
      'no text',
      'latin.yaml',
      Buffer.from('name: Haust\xFCr', 'latin1'),
      'latin.yaml: it is not UTF-8 text: save it as UTF-8',
    ],
    ['at an impossible path', 'a\0b', null, 'a\0b: it cannot be read'],
  ])('that is %s is told what to do', (_, name, content, told) => {
    if (content !== null) put(name, content)
    expect(() => readSettingsText(name, folder)).toThrow(
      expect.objectContaining({ code: 'HUB_SETTINGS_FILE', message: told }),
    )
  })
})

describe('faults', () => {
  it('are thrown as one error, one a line', async () => {
    const one = await check(homeWith(['mode: owner', 'mode: ask']))
    expect(() => settingsOf(one)).toThrow(
      expect.objectContaining({
        code: 'HUB_SETTINGS_INVALID',
        message:
          'the settings have a fault:\nportico.yaml:22: policy.mode: must be one of owner, auto, pin, not "ask"',
      }),
    )
    const two = await check(homeWith(['mode: owner', 'mode: ask'], ['  name: Home', '  nam: Home']))
    expect(() => settingsOf(two)).toThrow(/^the settings have 2 faults:\n.*:2: .*\n.*:22: .*$/)
  })
})
