// The environment, read once: the only place that looks at it. Every value may also come from a file, by the same
// name with `_FILE` at its end.
import { readFileSync } from 'node:fs'
import { hubError } from '../errors.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Environment {
  readonly logLevel: LogLevel
  /** A value by its name, for instance a carrier's secret. */
  readonly value: (name: string) => string | undefined
}

type Variables = Readonly<Record<string, string | undefined>>

/** Longest value that is read from a file, characters. */
const VALUE_MAX = 4096

/** An id as a part of a variable's name: upper case, everything else an underscore. */
export const environmentName = (id: string): string => id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

export const hookSecretName = (source: string): string => `PORTICO_HOOK_SECRET_${environmentName(source)}`

export const carrierKeyName = (source: string): string => `PORTICO_CARRIER_KEY_${environmentName(source)}`

/** Where another program on this machine stands in for a service. */
export const carrierOriginName = (source: string): string =>
  `PORTICO_CARRIER_ORIGIN_${environmentName(source)}`

/** @throws HubError `HUB_ENVIRONMENT_INVALID` */
export function readEnvironment(variables: Variables = process.env): Environment {
  const value = (name: string): string | undefined => valueOf(variables, name)
  const level = value('PORTICO_LOG_LEVEL') ?? 'info'
  const logLevel = logLevels.find((known) => known === level)
  if (!logLevel)
    throw hubError(
      'HUB_ENVIRONMENT_INVALID',
      `PORTICO_LOG_LEVEL is none of ${logLevels.join(', ')}: set it to one of these or leave it out`,
    )
  return { logLevel, value }
}

function valueOf(variables: Variables, name: string): string | undefined {
  const given = variables[name]
  if (given !== undefined && given !== '') return given
  const file = variables[`${name}_FILE`]
  if (file === undefined || file === '') return undefined
  const text = readValue(name, file).trim()
  if (text === '' || text.length > VALUE_MAX)
    throw hubError(
      'HUB_ENVIRONMENT_INVALID',
      `${name}_FILE names a file that is empty or longer than ${VALUE_MAX}`,
    )
  return text
}

function readValue(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw hubError('HUB_ENVIRONMENT_INVALID', `${name}_FILE names a file that cannot be read: ${file}`, {
      cause,
    })
  }
}
