// Passwords of devices, mailboxes and bridges: from the environment, or from a file of the owner's among the keys. They
// stand in no settings file, and each goes to the one process that needs it (decisions 23, threats G19).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hubError } from '../errors.ts'
import type { BridgeName } from '@portico/protocol'
import type { CheckedSettings } from './checked-settings.ts'
import { environmentName } from './environment.ts'
import { keyFault } from './home-key.ts'
import { writeSecretFile } from './secret-file.ts'

export const deviceSecretName = (device: string): string => `PORTICO_DEVICE_SECRET_${environmentName(device)}`

export interface SecretPlaces {
  readonly keys: string
  /** A variable of the environment, which may also come from a file. */
  readonly environment: (name: string) => string | undefined
}

/** Refresh tokens of a mailbox are long. */
export const SECRET_CHARS_MAX = 4_096

const pathOf = (keys: string, device: string): string => join(keys, 'devices', `${device}.secret`)

/**
 * null: none was set.
 *
 * @throws HubError `HUB_KEYS_UNSAFE`, `HUB_KEYS_UNREADABLE`, `HUB_ENVIRONMENT_INVALID`
 */
export function deviceSecret({ keys, environment }: SecretPlaces, device: string): string | null {
  const given = environment(deviceSecretName(device))
  if (given !== undefined && given !== '') return given
  const path = pathOf(keys, device)
  if (!existsSync(path)) return null
  const fault = keyFault(path)
  if (fault !== null) throw hubError('HUB_KEYS_UNSAFE', fault)
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw hubError('HUB_KEYS_UNREADABLE', `${path} cannot be read: give the hub the right to`, { cause })
  }
}

/** Ids of all that may have a secret: devices, mailboxes and bridges. */
export const secretOwners = ({ plugins, mailboxes, bridges }: CheckedSettings): readonly string[] => [
  ...plugins.flatMap(({ devices }) => devices.map(({ id }) => id)),
  ...mailboxes.map(({ id }) => id),
  ...bridges.flatMap(({ name }) => [...new Set([name, bridgeSecretOwner(name)])]),
]

/** Whose secret the process of a bridge is given. That of Alexa's account linking is the hub's own, and stays with it. */
export const bridgeSecretOwner = (name: BridgeName): string => (name === 'alexa' ? 'alexa-messaging' : name)

/**
 * In words what is missing: devices, mailboxes and bridges that are asked by a user name and have no password.
 *
 * @throws as `deviceSecret` does
 */
export function missingSecrets(
  { plugins, mailboxes, bridges }: CheckedSettings,
  places: SecretPlaces,
): readonly string[] {
  const devices = plugins
    .flatMap(({ devices: each }) => each)
    .filter(({ options }) => typeof options.username === 'string')
  return [
    ...devices.map(({ id }) => ({ id, what: 'device' })),
    ...mailboxes.map(({ id }) => ({ id, what: 'mailbox' })),
    ...bridges
      .filter(({ options }) => typeof options.username === 'string' || typeof options.clientId === 'string')
      .map(({ name }) => ({ id: name, what: 'bridge' })),
  ]
    .filter(({ id }) => deviceSecret(places, id) === null)
    .map(({ id, what }) => `${what} ${id} has a user name and no password: portico secret ${id} keeps one`)
}

/** Gives the path of its file. Throws the system's error. */
export function writeDeviceSecret(keys: string, device: string, secret: string): string {
  const path = pathOf(keys, device)
  writeSecretFile(path, Buffer.from(`${secret}\n`))
  return path
}
