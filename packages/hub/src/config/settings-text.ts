// Where the settings come from: the file that was named, `portico.yaml` when it is there, else the embedded home.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { codeOf } from '@portico/ports'
import { hubError } from '../errors.ts'
import { defaultHome } from './default-home.data.ts'

export interface SettingsText {
  /** As it is named in messages. */
  readonly name: string
  /** Paths in the file are relative to this folder. */
  readonly folder: string
  readonly text: string
}

/** Largest settings file that is read, bytes. */
export const SETTINGS_BYTES_MAX = 256 * 1024
const USUAL_NAME = 'portico.yaml'

/** @throws HubError `HUB_SETTINGS_FILE` */
export function readSettingsText(file: string | null, folder: string = process.cwd()): SettingsText {
  if (file === null && !existsSync(resolve(folder, USUAL_NAME)))
    return { name: 'default home', folder, text: defaultHome }
  const name = file ?? USUAL_NAME
  const path = resolve(folder, name)
  return { name, folder: dirname(path), text: readBounded(name, path) }
}

function readBounded(name: string, path: string): string {
  try {
    if (statSync(path).size <= SETTINGS_BYTES_MAX)
      return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (cause) {
    throw hubError('HUB_SETTINGS_FILE', `${name}: ${whyUnreadable(cause)}`, { cause })
  }
  throw hubError('HUB_SETTINGS_FILE', `${name}: larger than ${SETTINGS_BYTES_MAX / 1024} kB: make it smaller`)
}

function whyUnreadable(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'there is no such file: name another with --config, or leave it out for the default home'
    case 'EACCES':
      return 'it may not be read: give the hub the right to'
    case 'EISDIR':
      return 'it is a folder: name the file in it'
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'it is not UTF-8 text: save it as UTF-8'
    default:
      return 'it cannot be read'
  }
}
