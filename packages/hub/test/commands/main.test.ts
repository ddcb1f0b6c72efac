// Goal: whoever types a command wrongly is told in one line what to type instead, and scripts can trust the exit code.
// Method: command lines and what they say; nothing is opened.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { HubError } from '@portico/ports'
import { describe, expect, it, vi } from 'vitest'
import { tellFailure } from '../../src/commands/failure.ts'
import { homeWith } from '../config/home-text.ts'
import { TypedHome, typed } from './typed.ts'

/** As the help lists them. */
async function commands(): Promise<readonly string[]> {
  const { out } = await typed('--help')
  return out.flatMap((line) => /^ {2}portico (\w+) {2,}\w/.exec(line)?.[1] ?? [])
}

describe('help', () => {
  it.each(['--help', '-h', 'help'])('is the result of portico %s', async (word) => {
    const { code, out, err } = await typed(word)
    expect(code).toBe(0)
    expect(out[0]).toBe('portico: a home hub for deliveries into the home')
    expect(err).toEqual([])
  })

  it('is told to whoever types nothing, which is no success', async () => {
    const { code, out, err } = await typed()
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(err.join('\n')).toContain('portico COMMAND --help tells more')
  })

  it('lists every command, and each has a help of its own that runs nothing', async () => {
    const all = await commands()
    expect(all).toEqual(
      expect.arrayContaining([
        'start',
        'check',
        'hooks',
        'owner',
        'token',
        'sample',
        'parse',
        'journal',
        'verify',
      ]),
    )
    for (const name of all)
      for (const word of ['--help', '-h']) {
        const { code, out, err } = await typed(name, '--nonsense', word)
        expect({ name, code, err }).toEqual({ name, code: 0, err: [] })
        expect(out[0]).toMatch(new RegExp(`^portico ${name}\\b`))
        expect(out.length).toBeGreaterThan(2)
      }
  })
})

describe('a command that does not exist', () => {
  it.each([
    ['strat', 'no command "strat" … did you mean "start"?'],
    ['Check', 'no command "Check" … did you mean "check"?'],
    ['tokens', 'no command "tokens" … did you mean "token"?'],
  ])('is guessed at: %s', async (word, told) => {
    expect(await typed(word)).toEqual({ code: 2, out: [], err: [`portico: ${told} [HUB_COMMAND_USAGE]`] })
  })

  it.each(['constructor', '__proto__', 'explode'])('is told what there is: %s', async (word) => {
    const { code, err } = await typed(word)
    expect(code).toBe(2)
    expect(err[0]).toMatch(new RegExp(`^portico: no command "${word}"; there is start, check, `))
  })
})

describe('a command used wrongly', () => {
  it.each<[line: string, told: string]>([
    ['start now', '"now" is one word too many'],
    ['start --prot 80', "Unknown option '--prot'"],
    ['start --port', "Option '--port <value>' argument missing"],
    ['start --port http', '--port must be from 0 to 65535, not "http"'],
    ['start --port 65536', '--port must be from 0 to 65535, not "65536"'],
    ['start --street-port=-1', '--street-port must be from 0 to 65535, not "-1"'],
    ['check all', '"all" is one word too many'],
    ['check --json=yes', "Option '--json' does not take an argument"],
    ['hooks easypost', '"easypost" is one word too many'],
    ['owner', 'link is missing'],
    ['owner lnk', 'portico owner has no "lnk"; there is link'],
    ['owner link --name=', '--name must be letters, digits, spaces and . _ - (at most 64)'],
    ['owner link --name a/b', '--name must be letters, digits, spaces and . _ - (at most 64)'],
    [`owner link --name ${'x'.repeat(65)}`, '--name must be letters, digits, spaces and . _ - (at most 64)'],
    ['token', 'create, list or revoke is missing'],
    ['token make display', 'portico token has no "make"; there is create, list, revoke'],
    ['token create', 'NAME is missing'],
    ['token revoke', 'NAME is missing'],
    ['token create -- -display', 'NAME must be letters, digits, spaces and . _ - (at most 64)'],
    ['token create display', '--scope is missing: name some of read, arm, presence, pass, camera, metrics'],
    [
      'token create display --scope ,',
      '--scope is missing: name some of read, arm, presence, pass, camera, metrics',
    ],
    [
      'token create display --scope read,open',
      'no scope "open"; there is read, arm, presence, pass, camera, metrics',
    ],
    ['sample', 'SOURCE is missing'],
    ['sample esypost', 'no source "esypost" … did you mean "easypost"?'],
    ['sample easypost', '--number is missing'],
    ['sample easypost --number=', '--number is missing'],
    ['sample easypost --number 1 --status deliverd', 'no status "deliverd" … did you mean "delivered"?'],
    [
      'sample easypost --number 1 --secret s --curl nowhere',
      '--curl must be an address like http://127.0.0.1:8080, not "nowhere"',
    ],
    ['parse', 'FILE is missing'],
    ['parse body.json', '--source is missing'],
    [
      'parse body.json --source pigeon',
      'no source "pigeon"; there is easypost, aftership, shippo, shipengine, 17track, ups, fedex, dhl, usps, amazon-shipping, uber-direct, doordash, webhook',
    ],
    ['journal', 'export is missing'],
    ['journal import', 'portico journal has no "import"; there is export'],
    ['verify', 'FILE is missing'],
    ['verify one two', '"two" is one word too many'],
  ])('is told what to do and touches nothing: %s', async (line, told) => {
    using home = new TypedHome()
    const [command = '', ...rest] = line.split(' ')
    const data = command === 'start' ? ['--data', home.data] : []
    expect(await typed(command, ...data, ...rest)).toEqual({
      code: 2,
      out: [],
      err: [`portico: ${told} [HUB_COMMAND_USAGE]`],
    })
    expect(existsSync(home.data)).toBe(false)
  })
})

describe('wrong settings', () => {
  it.each([
    'start',
    'hooks',
    'owner link',
    'token list',
    'token create a --scope read',
    'sample easypost --number 1',
  ])('stop portico %s before anything is opened, all faults told', async (line) => {
    using home = new TypedHome(homeWith(['mode: owner', 'mode: ask'], ['  name: Home', '  nam: Home']))
    expect(await home.type(...line.split(' '))).toEqual({
      code: 2,
      out: [],
      err: [
        'portico: the settings have 2 faults: [HUB_SETTINGS_INVALID]',
        `${home.folder}/portico.yaml:2: home.nam: unknown key … did you mean "name"?`,
        `${home.folder}/portico.yaml:22: policy.mode: must be one of owner, auto, pin, not "ask"`,
      ],
    })
    expect(readdirSync(home.folder)).toEqual(['portico.yaml'])
  })

  it('that are missing are named', async () => {
    using home = new TypedHome()
    const path = join(home.folder, 'nowhere.yaml')
    expect(await typed('start', '--data', home.data, '--config', path)).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/nowhere\.yaml: there is no such file: .* \[HUB_SETTINGS_FILE\]$/)],
    })
  })

  it('of the environment are named', async () => {
    using home = new TypedHome()
    vi.stubEnv('PORTICO_LOG_LEVEL', 'loud')
    try {
      expect(await home.type('start')).toMatchObject({
        code: 2,
        err: [
          expect.stringMatching(/^portico: PORTICO_LOG_LEVEL is none of .* \[HUB_ENVIRONMENT_INVALID\]$/),
        ],
      })
    } finally {
      vi.unstubAllEnvs()
    }
    expect(existsSync(home.data)).toBe(false)
  })
})

describe('a failure', () => {
  const told = (error: unknown): { code: number; err: string[] } => {
    const err: string[] = []
    const code = tellFailure({ print: async () => {}, tell: (line) => void err.push(line) }, error)
    return { code, err }
  }

  it('of the world around is told in its words, without where in the program it happened', () => {
    const error = new HubError('HUB_STORE_IN_USE', 'data is in use by process 7: stop it', {
      cause: new Error('x'),
    })
    expect(told(error)).toEqual({
      code: 1,
      err: ['portico: data is in use by process 7: stop it [HUB_STORE_IN_USE]'],
    })
  })

  it('of Portico itself is told as that, with its place', () => {
    const { code, err } = told(new TypeError('x is undefined'))
    expect(code).toBe(1)
    expect(err[0]).toBe('portico: this is a fault of Portico itself')
    expect(err[1]).toMatch(/^TypeError: x is undefined\n +at .*main\.test\.ts/)
    expect(told('thrown')).toEqual({ code: 1, err: ['portico: this is a fault of Portico itself', 'thrown'] })
  })

  it('of the system is none of the words of Portico', () => {
    const error = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    expect(told(error)).toMatchObject({
      code: 1,
      err: ['portico: this is a fault of Portico itself', expect.any(String)],
    })
  })
})
