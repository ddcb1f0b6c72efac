// The seat belt of a plugin's process: Node's permission model. It limits files, children, threads and add-ons of code
// that keeps to Node's own doors; it does not limit the network, and it is no wall against malice (threats G19).
import { existsSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { hubError } from '../errors.ts'

/** What it may start of its own: `processes` as the simulated house does, and threads too; `threads` alone; or `none`. */
export type PluginRights = 'none' | 'threads' | 'processes'

export interface PermissionOrder {
  /** A package name, or the absolute path of a plugin from elsewhere. */
  readonly module: string
  /** The plugin's own folder: the only one it may write to. */
  readonly storage: string
  /** Folders that no plugin may read: data and keys. */
  readonly secret: readonly string[]
  readonly rights: PluginRights
}

/** The folder of this package, whether it runs from `src` or `dist`. */
const hubFolder = join(import.meta.dirname, '..', '..')

/**
 * What holds code and nothing else: in the workspace its packages and modules, installed this package's own. The data
 * folder, the keys and the settings lie in none of them.
 */
export function codeFolders(module: string): readonly string[] {
  const workspace = join(hubFolder, '..', '..')
  const own = existsSync(join(workspace, 'pnpm-workspace.yaml'))
    ? ['packages', 'plugins', 'node_modules'].map((name) => join(workspace, name))
    : ['src', 'dist', 'node_modules', 'package.json'].map((name) => join(hubFolder, name))
  const foreign = isAbsolute(module) ? [dirname(module), ...modulesAbove(dirname(module))] : []
  return [...own, ...foreign].filter((path) => existsSync(path)).map((path) => realpathSync(path))
}

function modulesAbove(folder: string): readonly string[] {
  const above = dirname(folder)
  return [join(folder, 'node_modules'), ...(above === folder ? [] : modulesAbove(above))]
}

/**
 * Flags of Node for the plugin's process.
 *
 * @throws HubError `HUB_PLUGIN_START` when data or keys lie among the code: they could not be kept from the plugin
 */
export function permissionFlags({ module, storage, secret, rights }: PermissionOrder): readonly string[] {
  const readable = codeFolders(module)
  const bare = readable.find((folder) => secret.some((path) => isWithin(path, folder)))
  if (bare !== undefined)
    throw hubError(
      'HUB_PLUGIN_START',
      `${bare} holds code that plugins read, and the data folder or the keys too: put these elsewhere`,
    )
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-read=${storage}`,
    `--allow-fs-write=${storage}`,
    ...(rights === 'none' ? [] : ['--allow-worker']),
    ...(rights === 'processes' ? ['--allow-child-process', ...socketFolderFlags] : []),
  ]
}

/** A simulated house puts its socket there when the path of its own folder is too long for one. */
const socketFolderFlags = ['read', 'write'].map(
  (right) => `--allow-fs-${right}=${join(tmpdir(), 'portico-house-*')}`,
)

const isWithin = (path: string, folder: string): boolean => {
  const between = relative(folder, existsSync(path) ? realpathSync(path) : path)
  return between === '' || !(between.startsWith('..') || isAbsolute(between))
}

/** Flags of this process that the children need to find the same modules. */
export const conditionFlags = (): readonly string[] =>
  process.execArgv.filter((flag) => /^(--conditions|-C)=/.test(flag))
