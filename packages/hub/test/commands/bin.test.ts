// Goal: the program as it is started ends with the code of its command, and a reader who has seen enough is no failure.
// Method: the program itself, in a process of its own.
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { HomeJournal } from '@portico/runtime'
import { describe, expect, it } from 'vitest'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { TypedHome } from './typed.ts'

const args = ['--conditions=@portico/source', resolve(import.meta.dirname, '../../bin.mjs')]
const bounded = { timeout: 30_000 }

const run = (...words: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [...args, ...words], { encoding: 'utf8', timeout: 20_000 })

describe('the program', () => {
  it('ends with the code of its command, results apart from words', bounded, () => {
    using home = new TypedHome()
    const config = ['--config', join(home.folder, 'portico.yaml')]
    expect(run('check', ...config)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^ok: a simulated home, .*\n$/),
      stderr: '',
    })
    expect(run('chekc', ...config)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'portico: no command "chekc" … did you mean "check"? [HUB_COMMAND_USAGE]\n',
    })
  })

  it('whose reader goes away in the middle has not failed', bounded, async () => {
    using home = new TypedHome()
    {
      const clock = systemClock()
      await using opened = await openHome(home, clock)
      const { store } = opened
      const journal = new HomeJournal({
        home: HOME,
        journal: store,
        clock,
        epoch: store.epoch,
        writer: 'sim',
      })
      const data = { what: 'looked', by: 'x'.repeat(1_000) }
      const line = { door: null, session: null, type: 'Audit', cause: 'runtime', data }
      await journal.append({ lines: Array(1_000).fill(line) })
    }
    const child = spawn(process.execPath, [...args, 'journal', 'export', '--data', home.data], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => void (words += chunk.toString()))
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await ended).toEqual([0, null])
    expect(words).toBe('')
  })
})
