// Goal: a plugin that was stuck when its hub was killed is ended by the next hub, and nothing else ever is. Method: real
// processes that see no pipe.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endLeftOver, notePid } from '../../src/plugins/left-over.ts'

describe.skipIf(process.platform !== 'linux')('a process that an earlier hub left (needs Linux)', () => {
  const mainPath = '/portico/host-main.ts'
  let folder: string
  let child: ChildProcess | null = null
  const order = (): Parameters<typeof endLeftOver>[0] => {
    const storage = join(folder, 'plugins', 'puppet')
    return { file: `${join(folder, 'puppet')}.pid`, storage, mainPath }
  }

  /** In a loop that never looks up; its words are those of a plugin's process, or others. */
  async function stuck(...words: string[]): Promise<number> {
    child = spawn(process.execPath, ['-e', 'console.log("on"); for (;;);', ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    if (child.stdout) await once(child.stdout, 'data')
    return child.pid ?? 0
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portico-left-'))
  })
  afterEach(() => {
    child?.kill('SIGKILL')
    child = null
    rmSync(folder, { recursive: true, force: true })
  })

  it('is ended when it is noted, and is what it was', async () => {
    const pid = await stuck('--', mainPath, `--allow-fs-write=${order().storage}`)
    notePid(order(), pid)
    const ended = child && once(child, 'exit')
    expect(endLeftOver(order())).toBe(pid)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(endLeftOver(order())).toBeNull()
  })

  it.each([
    ['of another home', () => ['--', mainPath, '--allow-fs-write=/elsewhere']],
    ['of another program', () => ['--', '/bin/other', `--allow-fs-write=${order().storage}`]],
    ['of nobody we know', () => []],
  ])('is left alone when its number is that of a process %s', async (_whose, words) => {
    const pid = await stuck(...words())
    notePid(order(), pid)
    expect(endLeftOver(order())).toBeNull()
    expect(child?.exitCode).toBeNull()
    expect(child?.signalCode).toBeNull()
  })

  it.each(['', '1', '-1\n', 'one\n', '99999999999\n'])('is none when the note says %j', (text) => {
    writeFileSync(order().file, text)
    expect(endLeftOver(order())).toBeNull()
  })

  it('is noted no more after a clean end', () => {
    notePid(order(), 1)
    notePid(order(), null)
    expect(existsSync(order().file)).toBe(false)
    expect(endLeftOver(order())).toBeNull()
  })
})
