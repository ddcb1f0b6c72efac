// Where npm is, if it is there, and how it reaches its registry: a bridge may bring a program by it that does not come with
// Portico.
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { Environment } from './environment.ts'

export interface Npm {
  /** Its script, to be run by Node. */
  readonly script: string
  /** The folder of its code. */
  readonly folder: string
}

/** By these it goes through a proxy, and trusts an authority of the network's own; none of them is a secret of the hub. */
const proxies = ['HTTPS', 'HTTP', 'NO'].map((which) => `${which}_PROXY`)
const wayNames = [
  ...proxies,
  ...proxies.map((name) => name.toLowerCase()),
  'NODE_EXTRA_CA_CERTS',
  'npm_config_registry',
  'npm_config_cafile',
]

const SCRIPT = 'npm-cli.js'

/** The one that started us, the one beside this Node, or the one on PATH; null: there is none. */
export function findNpm({ value }: Pick<Environment, 'value'>): Npm | null {
  const started = value('npm_execpath') ?? ''
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin', SCRIPT)
  const onPath = (value('PATH') ?? '').split(delimiter).filter(isAbsolute)
  const found = [started, beside, ...onPath.map((folder) => join(folder, 'npm'))]
    .filter((path) => isAbsolute(path) && existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => path.endsWith(SCRIPT))
  return found === undefined ? null : { script: found, folder: dirname(dirname(found)) }
}

/** What of the environment it is given. */
export const npmWay = ({ value }: Pick<Environment, 'value'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    wayNames.flatMap((name) => {
      const given = value(name)
      return given === undefined ? [] : [[name, given]]
    }),
  )
