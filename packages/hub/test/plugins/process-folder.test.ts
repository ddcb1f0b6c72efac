// The folder of a child process: made for its owner alone, named as the system knows it, and cleared of who was left there.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notePid } from '../../src/plugins/left-over.ts'
import { ProcessFolder } from '../../src/plugins/process-folder.ts'

const mainPath = '/portico/host-main.ts'
const quiet = (): void => {}
let root: string
let warned: object[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portico-folder-'))
  warned = []
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const made = (storage: string): ProcessFolder =>
  new ProcessFolder({
    storage,
    mainPath,
    execArgv: (folder) => [`--allow-fs-write=${folder}`],
    log: { debug: quiet, info: quiet, error: quiet, warn: (object: object) => warned.push(object) },
  })

test('is made with all above it, and nobody else may look in', () => {
  const { storage } = made(join(root, 'plugins', 'puppet'))
  expect(statSync(storage).mode & 0o777).toBe(0o700)
})

test('is named without links, as the permissions of the process must name it', () => {
  mkdirSync(join(root, 'real'))
  symlinkSync(join(root, 'real'), join(root, 'link'))
  const folder = made(join(root, 'link', 'puppet'))
  expect(folder.storage).toBe(join(root, 'real', 'puppet'))
  expect(folder.execArgv).toEqual([`--allow-fs-write=${join(root, 'real', 'puppet')}`])
})

test('has the note of who runs there beside it, and none when nobody does', () => {
  const folder = made(join(root, 'puppet'))
  folder.note(4711)
  expect(readFileSync(join(root, 'puppet.pid'), 'utf8')).toBe('4711\n')
  folder.note(null)
  expect(existsSync(join(root, 'puppet.pid'))).toBe(false)
  expect(warned).toEqual([])
})

describe.skipIf(process.platform !== 'linux')('whoever an earlier start left there (needs Linux)', () => {
  let child: ChildProcess | null = null
  afterEach(() => {
    child?.kill('SIGKILL')
    child = null
  })

  test('is ended before anything is started, and that is told', async () => {
    const storage = join(root, 'puppet')
    mkdirSync(storage)
    const words = ['--', mainPath, `--allow-fs-write=${storage}`]
    child = spawn(process.execPath, ['-e', 'console.log("on"); for (;;);', ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    if (child.stdout) await once(child.stdout, 'data')
    notePid({ file: `${storage}.pid` }, child.pid ?? 0)
    const ended = once(child, 'exit')
    made(storage)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(warned).toEqual([{ pid: child.pid }])
  })
})
