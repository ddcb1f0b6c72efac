// Goal: an installation that cannot be says why in words, and leaves nothing behind. Method: the real npm of this machine,
// kept from its registry.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { install, isInstalled } from '../src/installation.ts'

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
})
