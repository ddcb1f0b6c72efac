// Goal: a data folder at any depth has a socket, private as the folder itself, and nothing of it is left behind. Method: a
// path longer than the kernel takes for a socket, and hubs that were killed.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { askHub } from '../../src/control/control-client.ts'
import type { Desk } from '../../src/control/desk.ts'
import { findSocketPath, makeSocketPath, removeSocketPath } from '../../src/control/socket-path.ts'
import { ControlBench } from './control-bench.ts'

const desk: Desk = async () => []
const hooks = { type: 'hooks' } as const
const DEEP = 'x'.repeat(120)

describe('a short path', () => {
  it('has its socket in the data folder, up to the last byte that the kernel takes', async () => {
    await using bench = new ControlBench()
    const room = 103 - Buffer.byteLength(join(bench.folder, '/portico.sock'))
    const fits = join(bench.folder, 'f'.repeat(room - 1))
    const over = join(bench.folder, 'f'.repeat(room))
    mkdirSync(fits)
    mkdirSync(over)
    expect(makeSocketPath(fits)).toBe(join(fits, 'portico.sock'))
    const far = makeSocketPath(over)
    expect(dirname(far)).not.toBe(over)
    removeSocketPath(over)
  })

  it('counts bytes, not letters', async () => {
    await using bench = new ControlBench({ name: 'ü'.repeat(40) })
    const far = makeSocketPath(bench.data)
    expect(far.startsWith(tmpdir())).toBe(true)
    expect(dirname(far)).not.toBe(bench.data)
    expect(statSync(join(bench.data, 'portico.sock.path')).mode & 0o777).toBe(0o600)
    removeSocketPath(bench.data)
  })
})

describe('a path too long for a socket', () => {
  it('has it in a private folder of its own, and the command line finds it there', async () => {
    await using bench = new ControlBench({ name: DEEP })
    const server = await bench.serve(desk)
    const far = findSocketPath(bench.data) ?? ''
    expect(statSync(dirname(far)).mode & 0o777).toBe(0o700)
    expect(statSync(far).mode & 0o777).toBe(0o600)
    expect(statSync(join(bench.data, 'portico.sock.path')).mode & 0o777).toBe(0o600)
    expect(await askHub(bench.data, hooks, bench.clock)).toEqual([])
    await server[Symbol.asyncDispose]()
    expect([existsSync(dirname(far)), findSocketPath(bench.data)]).toEqual([false, null])
    expect(await askHub(bench.data, hooks, bench.clock)).toBeNull()
  })

  it('whose hub was killed counts as none, and the next hub clears what it left', async () => {
    await using bench = new ControlBench({ name: DEEP })
    const left = makeSocketPath(bench.data)
    writeFileSync(left, '')
    expect(await askHub(bench.data, hooks, bench.clock)).toBeNull()
    await bench.serve(desk)
    expect(existsSync(dirname(left))).toBe(false)
    expect(readFileSync(join(bench.data, 'portico.sock.path'), 'utf8')).toBe(findSocketPath(bench.data))
    expect(await askHub(bench.data, hooks, bench.clock)).toEqual([])
  })

  it('never takes more with it than its own folder', async () => {
    await using bench = new ControlBench({ name: DEEP })
    const kept = join(bench.folder, 'kept')
    mkdirSync(kept)
    writeFileSync(join(kept, 'file'), '')
    writeFileSync(join(bench.data, 'portico.sock.path'), join(kept, 'portico.sock'))
    removeSocketPath(bench.data)
    expect(existsSync(join(kept, 'file'))).toBe(true)
  })
})
