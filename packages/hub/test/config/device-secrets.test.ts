// Goal: the password of a device is found where the owner put it, in a file that nobody else may read, and nowhere else.
// Method: real files in a folder of keys.
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '@portico/ports'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceSecret, writeDeviceSecret } from '../../src/config/device-secrets.ts'

let keys: string
beforeEach(() => {
  keys = mkdtempSync(join(tmpdir(), 'portico-keys-'))
})
afterEach(() => {
  rmSync(keys, { recursive: true, force: true })
})

const nothing = (): undefined => undefined

it('there is none until one is set', () => {
  expect(deviceSecret({ keys, environment: nothing }, 'porch')).toBeNull()
})

it('one that was written is read again, whatever signs it has, and for its device alone', () => {
  const path = writeDeviceSecret(keys, 'porch', ' pässwort "1" ')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(deviceSecret({ keys, environment: nothing }, 'porch')).toBe(' pässwort "1" ')
  expect(deviceSecret({ keys, environment: nothing }, 'hall')).toBeNull()
})

it('a variable goes before the file, by the name of its device', () => {
  writeDeviceSecret(keys, 'front-porch', 'file')
  const asked: string[] = []
  const environment = (name: string): string => {
    asked.push(name)
    return 'variable'
  }
  expect(deviceSecret({ keys, environment }, 'front-porch')).toBe('variable')
  expect(asked).toEqual(['PORTICO_DEVICE_SECRET_FRONT_PORCH'])
})

it('a file that others may read is refused', () => {
  chmodSync(writeDeviceSecret(keys, 'porch', 'x'), 0o644)
  try {
    deviceSecret({ keys, environment: nothing }, 'porch')
    expect.unreachable()
  } catch (error) {
    expect(codeOf(error)).toBe('HUB_KEYS_UNSAFE')
  }
})
