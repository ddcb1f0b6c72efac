// Homebridge into the bridge's own folder, by npm: exactly the packages of the list beside this source, each held to its
// hash, and none of their scripts is run. How far it is, is counted in packages that have arrived.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheTag } from '@portico/plugin-api'
import { ownEnvironment } from './own-environment.ts'

/** Of homebridge. */
export const VERSION = '2.4.0'
/** On the disk, MB, measured. */
export const INSTALLED_MB = 160

const list = join(import.meta.dirname, '..', 'install')

export interface InstallOrder {
  /** The bridge's own folder. */
  readonly storage: string
  /** Path of npm's script. */
  readonly npm: string
  /** Besides what this process has. */
  readonly env?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** `arrived` of `all` packages. */
  readonly onProgress: (arrived: number, all: number) => void
}

const appOf = (storage: string): string => join(storage, 'app')

export const homebridgeMain = (storage: string): string =>
  join(appOf(storage), 'node_modules/homebridge/bin/homebridge.js')

/** It is there whole, in the version that is meant. */
export function isInstalled(storage: string): boolean {
  const app = appOf(storage)
  try {
    // cast: npm's own file
    const { version } = JSON.parse(
      readFileSync(join(app, 'node_modules/homebridge/package.json'), 'utf8'),
    ) as { version?: string }
    return version === VERSION && existsSync(join(app, 'whole'))
  } catch {
    return false
  }
}

/** Paths of all packages, as the list names them: `node_modules/…`. */
function packagesOf(folder: string): readonly string[] {
  const text = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  // cast: npm's own format (lockfileVersion 3)
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, unknown>> }
  return Object.keys(packages).filter((path) => path !== '')
}

const LOOK_EVERY_MS = 500
/** Of npm's own words that are kept for the reason of a failure, characters. */
const WORDS_MAX = 8_000
/** Without network npm would try for minutes. */
const npmArgs = [
  'ci',
  '--ignore-scripts',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-timeout=60000',
]

/** What npm's code says, and what to do. */
function failureWords(said: string): string {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(said)?.[1] ?? ''
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET/.test(code))
    return `the registry of npm is not reached (${code}): connect this machine, or name your proxy in HTTPS_PROXY`
  if (/CERT|SSL|TLS/.test(code))
    return `the certificate of the registry is not trusted (${code}): name your authority in NODE_EXTRA_CA_CERTS`
  if (code === 'EINTEGRITY')
    return 'a package is not the one that was meant (EINTEGRITY): nothing was installed'
  if (code === 'ENOSPC') return `the disk is full (ENOSPC): Homebridge needs ${INSTALLED_MB} MB`
  return `npm failed${code === '' ? '' : ` (${code})`}: see its log in the folder of this bridge`
}

/** Rejects with words that say what to do; what had arrived is taken away then. */
export async function install({ storage, npm, env = {}, signal, onProgress }: InstallOrder): Promise<void> {
  const app = appOf(storage)
  rmSync(app, { recursive: true, force: true })
  mkdirSync(app, { recursive: true, mode: 0o700 })
  // A backup needs none of it: where it is missing it is installed again.
  writeFileSync(join(app, cacheTag.file), `${cacheTag.signature}\n`)
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(list, name), join(app, name))
  const packages = packagesOf(app)
  const child = spawn(process.execPath, [npm, ...npmArgs], {
    cwd: app,
    env: {
      ...ownEnvironment(),
      ...env,
      HOME: storage,
      PATH: '',
      npm_config_cache: join(storage, 'npm-cache'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', end)
  const timer = setInterval(() => {
    onProgress(packages.filter((path) => existsSync(join(app, path, 'package.json'))).length, packages.length)
  }, LOOK_EVERY_MS)
  try {
    const { code, said } = await endOf(child)
    if (signal.aborted) throw new Error('the installation was broken off')
    if (code !== 0) throw new Error(failureWords(said))
    cpSync(join(list, 'package.json'), join(app, 'whole'))
  } catch (error) {
    rmSync(join(app, 'node_modules'), { recursive: true, force: true })
    throw error
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', end)
    rmSync(join(storage, 'npm-cache', '_cacache'), { recursive: true, force: true })
  }
}

function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  const ended = Promise.withResolvers<{ readonly code: number | null; readonly said: string }>()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-WORDS_MAX)
  })
  child.once('error', ended.reject)
  child.once('close', (code) => ended.resolve({ code, said }))
  return ended.promise
}
