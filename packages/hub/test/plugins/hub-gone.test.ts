// Goal: when the hub dies, its plugins end at once and touch nothing more; and a plugin that pries finds the data, the keys
// and other programs shut (threats G19). Method: the real script of a plugin's process, started and left by the test.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FrameReader, encodeFrame } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { until } from '../support/until.ts'
import { PluginBench, conditions, fixture, hostMain, isRunning } from './plugin-bench.ts'

const bounded = { timeout: 30_000 }

/** A plugin's process as a hub would start it, up to the moment in which it serves. */
async function started(storage: string): Promise<{ readonly pid: number; readonly pipe: Duplex }> {
  const child = spawn(process.execPath, [...conditions, hostMain], {
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const pipe = child.stdio[3] as Duplex // cast: with `pipe` in place 3 there is a duplex stream
  const reader = new FrameReader()
  const said: unknown[] = []
  pipe.on('data', (chunk: Uint8Array) => said.push(...reader.push(chunk).map(({ head }) => head)))
  pipe.on('error', () => undefined)
  const devices = [{ id: 'lock', kind: 'lock', options: { ticks: true } }]
  pipe.write(
    encodeFrame({ type: 'hello', boot: 'b', module: fixture('puppet'), kind: 'real', storage, devices }),
  )
  await until('it to serve', () => JSON.stringify(said).includes('started'), 12_000)
  return { pid: child.pid ?? 0, pipe }
}

describe('a plugin whose hub is gone', () => {
  it('ends at once, and leaves its devices as they are', bounded, async () => {
    const storage = realpathSync(mkdtempSync(join(tmpdir(), 'portico-gone-')))
    const { pid, pipe } = await started(storage)
    try {
      pipe.destroy()
      await until('its end', () => !isRunning(pid))
      // Not asked to end, it tidied nothing up.
      expect(readdirSync(storage)).toEqual(['starts'])
    } finally {
      if (isRunning(pid)) process.kill(pid, 'SIGKILL')
      rmSync(storage, { recursive: true, force: true })
    }
  })
})

describe('a plugin that pries', () => {
  it('T24: sees its own folder alone, and starts no program', bounded, async () => {
    await using bench = await PluginBench.serving()
    const found = await bench.act('pry', { paths: [bench.data, bench.keys, bench.folder] })
    const shut = 'ERR_ACCESS_DENIED'
    expect(found).toEqual({
      reads: Array(3).fill([shut, shut, shut]),
      ownFolder: 'done',
      passwords: shut,
      child: shut,
      thread: shut,
    })
    expect(readdirSync(bench.storage).toSorted()).toEqual(['compile-cache', 'mine', 'starts'])
    expect(readdirSync(bench.keys)).toEqual(['home.key'])
  })
})
