// The tour of docs/by-hand.md, run as it stands there: what it promises to whoever writes a program is what happens.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { HubProcess, nodeArgs } from '../support/hub-process.ts'

const root = resolve(import.meta.dirname, '../..')

/** Its shell blocks, in their order. */
function tour(): string {
  const page = readFileSync(join(root, 'docs/by-hand.md'), 'utf8')
  return [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n')
}

/** The tour is at another port here, and its commands run without npm in between. */
function script(hub: HubProcess): string {
  const command = [process.execPath, ...nodeArgs].map((word) => `'${word}'`).join(' ')
  const told = tour()
  const here = told.replace('http://127.0.0.1:8080', hub.url).replace('npm run -s portico --', () => command)
  if (here.includes(':8080') || here.includes('npm run') || here === told) throw new Error('not the tour')
  return `set -eu\n${here}`
}

const missing = ['bash', 'curl'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)

test.skipIf(missing.length > 0)(
  `the tour brings a delivery to its photo and a proved lock in under a minute (needs bash and curl)`,
  async () => {
    await using hub = await HubProcess.start()
    const began = performance.now()
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script(hub)], {
      cwd: hub.folder,
      encoding: 'utf8',
      timeout: 90_000,
    })
    expect(status, stderr).toBe(0)
    expect(performance.now() - began).toBeLessThan(60_000)
    expect(stdout).toContain('locked-proved')
    expect(stdout).toMatch(/^Unaltered$/m)
    expect([...readFileSync(join(hub.folder, 'photo.jpg')).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    await using house = await hub.house()
    expect((await house.truth()).doors['front']).toMatchObject({ bolt: 'thrown', leaf: 'closed' })
  },
)
