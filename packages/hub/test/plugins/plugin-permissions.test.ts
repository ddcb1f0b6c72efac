// Goal: a plugin's process reads code and its own folder, never data or keys, wherever these lie. Method: flags for
// folders on a real disk.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PluginRights, codeFolders, permissionFlags } from '../../src/plugins/plugin-permissions.ts'

const workspace = realpathSync(resolve(import.meta.dirname, '../../../..'))
const MODULE = '@portico/plugin-virtual-home'

let base = ''
beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'portico-belt-')))
  for (const name of ['data', 'keys', 'storage', 'plugin']) mkdirSync(join(base, name))
})
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const flagsFor = (
  secret: readonly string[],
  module = MODULE,
  rights: PluginRights = 'none',
): readonly string[] => permissionFlags({ module, storage: join(base, 'storage'), secret, rights })
const away = (): readonly string[] => [join(base, 'data'), join(base, 'keys')]

describe('a plugin that comes with Portico', () => {
  it('may read code and its own folder, write there alone, and start nothing', () => {
    expect(flagsFor(away())).toEqual([
      '--permission',
      ...['packages', 'plugins', 'node_modules'].map((name) => `--allow-fs-read=${join(workspace, name)}`),
      `--allow-fs-read=${join(base, 'storage')}`,
      `--allow-fs-write=${join(base, 'storage')}`,
    ])
  })

  it('that reads mails may start threads, and one that simulates a house programs, and have its socket elsewhere', () => {
    const own = flagsFor(away())
    expect(flagsFor(away(), MODULE, 'threads').slice(own.length)).toEqual(['--allow-worker'])
    expect(flagsFor(away(), MODULE, 'processes').slice(own.length)).toEqual([
      '--allow-worker',
      '--allow-child-process',
      `--allow-fs-read=${join(tmpdir(), 'portico-house-*')}`,
      `--allow-fs-write=${join(tmpdir(), 'portico-house-*')}`,
    ])
  })
})

describe('a plugin from elsewhere', () => {
  it('may read its own folder too, and the modules above it', () => {
    const folder = join(base, 'plugin')
    mkdirSync(join(base, 'node_modules'), { recursive: true })
    const own = codeFolders(MODULE)
    expect(codeFolders(join(folder, 'plugin.js')).slice(own.length)).toEqual([
      folder,
      join(base, 'node_modules'),
    ])
  })
})

describe('data and keys', () => {
  const bare = (folder: string): object =>
    expect.objectContaining({
      code: 'HUB_PLUGIN_START',
      message: `${folder} holds code that plugins read, and the data folder or the keys too: put these elsewhere`,
    })

  it('T24: among the code cannot be kept from a plugin: nothing starts', () => {
    const packages = join(workspace, 'packages')
    expect(() => flagsFor([packages])).toThrow(bare(packages))
    expect(() => flagsFor([join(base, 'data'), join(packages, 'hub', 'keys-that-are-not-there')])).toThrow(
      bare(packages),
    )
    const folder = join(base, 'plugin')
    expect(() => flagsFor([join(folder, 'data')], join(folder, 'plugin.js'))).toThrow(bare(folder))
  })

  it('that only look as if they lay elsewhere are found', () => {
    const link = join(base, 'link')
    symlinkSync(join(workspace, 'packages', 'hub'), link)
    expect(() => flagsFor([link])).toThrow(bare(join(workspace, 'packages')))
  })

  it('beside the code, under a name that begins like its, are safe', () => {
    expect(() => flagsFor([join(workspace, 'packages-of-data'), join(workspace, 'data')])).not.toThrow()
  })
})
