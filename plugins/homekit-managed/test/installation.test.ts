// Goal: an installation that cannot be says why in words, and leaves nothing behind; one that is there need not be in a
// backup. Method: the real npm of this machine, kept from its registry, and the real tar; where something has to arrive, a
// script in the place of npm that lays down what npm would.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { identityIn, isPaired } from '../src/identity.ts'
import { VERSION, install, isInstalled } from '../src/installation.ts'

const npm = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim())

describe('the installation of Homebridge', () => {
  it('says that the registry is not reached, and leaves nothing', { timeout: 30_000 }, async () => {
    const storage = mkdtempSync(join(tmpdir(), 'portico-managed-'))
    const told: number[] = []
    try {
      // Nothing listens on this port.
      const env = { npm_config_registry: 'http://127.0.0.1:9/' }
      const order = { storage, npm, env, signal: new AbortController().signal }
      await expect(install({ ...order, onProgress: (_, all) => void told.push(all) })).rejects.toThrow(
        'the registry of npm is not reached (ECONNREFUSED): connect this machine',
      )
      expect(isInstalled(storage)).toBe(false)
      expect(existsSync(join(storage, 'app/node_modules'))).toBe(false)
      expect([...new Set(told)]).toEqual([52])
    } finally {
      rmSync(storage, { recursive: true })
    }
  })

  it(
    'is left out of backups, and comes again where its pairings were put back',
    { timeout: 30_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'portico-managed-'))
      const [storage, back] = [join(folder, 'homekit'), join(folder, 'back')]
      const script = join(folder, 'npm.mjs')
      const main = `{ "version": "${VERSION}" }`
      writeFileSync(
        script,
        `import { mkdirSync, writeFileSync } from 'node:fs'
      mkdirSync('node_modules/homebridge', { recursive: true })
      writeFileSync('node_modules/homebridge/package.json', ${JSON.stringify(main)})`,
      )
      const order = { npm: script, signal: new AbortController().signal, onProgress: () => undefined }
      try {
        mkdirSync(join(storage, 'home/persist'), { recursive: true })
        mkdirSync(back)
        const identity = await identityIn(storage, null)
        const pairing = join('home/persist', `AccessoryInfo.${identity.username.replaceAll(':', '')}.json`)
        writeFileSync(join(storage, pairing), '{"pairedClients":{"one":"key"}}')
        await install({ ...order, storage })
        expect(isInstalled(storage)).toBe(true)

        const file = join(folder, 'backup.tar')
        execFileSync('tar', ['--exclude-caches-all', '-cf', file, '-C', storage, '.'])
        execFileSync('tar', ['-xf', file, '-C', back])
        expect(existsSync(join(back, 'app/node_modules'))).toBe(false)
        expect(isInstalled(back)).toBe(false)
        expect(await identityIn(back, null)).toEqual(identity)
        expect(readFileSync(join(back, pairing), 'utf8')).toContain('one')
        await install({ ...order, storage: back })
        expect(isInstalled(back)).toBe(true)
        expect(isPaired(join(back, 'home'), identity)).toBe(true)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})
