// Goal: the environment is read in one place, a wrong value is named, and a secret may come by a file. Method: made-up
// environments, and files on a real disk.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hookSecretName, logLevels, readEnvironment } from '../../src/config/environment.ts'

const NAME = 'PORTICO_HOOK_SECRET_EASYPOST'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-environment-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('the log level', () => {
  it('is info unless somebody says otherwise', () => {
    expect(readEnvironment({}).logLevel).toBe('info')
    expect(readEnvironment({ PORTICO_LOG_LEVEL: '' }).logLevel).toBe('info')
  })

  it.each(logLevels)('may be %s', (level) => {
    expect(readEnvironment({ PORTICO_LOG_LEVEL: level }).logLevel).toBe(level)
  })

  it.each(['verbose', 'INFO', 'info ', 'constructor'])('is not %j, and what it may be is told', (level) => {
    expect(() => readEnvironment({ PORTICO_LOG_LEVEL: level })).toThrow(
      expect.objectContaining({
        code: 'HUB_ENVIRONMENT_INVALID',
        message:
          'PORTICO_LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent: set it to one of these or leave it out',
      }),
    )
  })
})

describe('a value', () => {
  it('is what its variable holds, to the letter', () => {
    expect(readEnvironment({ [NAME]: ' haustür ' }).value(NAME)).toBe(' haustür ')
  })

  it('is not there when its variable is missing or empty', () => {
    expect(readEnvironment({}).value(NAME)).toBeUndefined()
    expect(readEnvironment({ [NAME]: '', [`${NAME}_FILE`]: '' }).value(NAME)).toBeUndefined()
  })

  it('may stand in a file, where its last line end does not count', () => {
    const file = put('secret', 'haustür\n')
    expect(readEnvironment({ [`${NAME}_FILE`]: file }).value(NAME)).toBe('haustür')
    expect(readEnvironment({ [NAME]: '', [`${NAME}_FILE`]: file }).value(NAME)).toBe('haustür')
  })

  it('that is given itself wins over a file', () => {
    const file = put('other', 'other')
    expect(readEnvironment({ [NAME]: 'mine', [`${NAME}_FILE`]: file }).value(NAME)).toBe('mine')
  })

  it('in a file may be 4,096 characters long', () => {
    const file = put('long', `${'x'.repeat(4096)}\n`)
    expect(readEnvironment({ [`${NAME}_FILE`]: file }).value(NAME)).toHaveLength(4096)
  })

  it.each([
    ['empty', ' \n', `${NAME}_FILE names a file that is empty or longer than 4096`],
    ['too long', 'x'.repeat(4097), `${NAME}_FILE names a file that is empty or longer than 4096`],
  ])('in a file that is %s is told by its name, and not shown', (name, text, told) => {
    const file = put(name, text)
    expect(() => readEnvironment({ [`${NAME}_FILE`]: file }).value(NAME)).toThrow(
      expect.objectContaining({ code: 'HUB_ENVIRONMENT_INVALID', message: told }),
    )
  })

  it.each(['nowhere', '.'])('in a file that cannot be read is told with its path: %s', (name) => {
    const file = join(folder, name)
    expect(() => readEnvironment({ [`${NAME}_FILE`]: file }).value(NAME)).toThrow(
      expect.objectContaining({
        code: 'HUB_ENVIRONMENT_INVALID',
        message: `${NAME}_FILE names a file that cannot be read: ${file}`,
      }),
    )
  })
})

describe('the name of a secret', () => {
  it.each([
    ['easypost', NAME],
    ['amazon-shipping', 'PORTICO_HOOK_SECRET_AMAZON_SHIPPING'],
    ['17track', 'PORTICO_HOOK_SECRET_17TRACK'],
  ])('of %s is %s', (source, name) => {
    expect(hookSecretName(source)).toBe(name)
  })
})
