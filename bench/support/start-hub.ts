// A hub from the moment of its spawn: when it answers, when it is ready, what it and its children weigh at rest.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { type Memory, cpuSeconds, descendantsOf, memoryOf } from './process-meter.ts'

const program = join(resolve(import.meta.dirname, '../..'), 'packages/hub/bin.mjs')
const START_WITHIN_MS = 30_000
const ASK_EVERY_MS = 5
const inherited = { ...process.env }

export interface Weighed extends Memory {
  readonly name: string
}

export interface Started {
  /** From the spawn to the first 200 of `/healthz`. */
  readonly servedMs: number
  /** Seconds on the processors until then, of the hub alone: says more than the clock on a busy machine. */
  readonly servedCpu: number
  /** From the spawn to "portico ready": doors have answered and cameras have shown. */
  readonly readyMs: number
  readonly hub: Memory
  readonly children: readonly Weighed[]
}

export interface StartOrder {
  /** From source, or as it was built. */
  readonly from: 'source' | 'dist'
  /** Its folder for temporary files, where Node keeps what it compiled: an empty one makes a cold start. */
  readonly temporary: string
  readonly restMs: number
}

/** One that nobody else listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // cast: it listens on an address
  server.close()
  await once(server, 'close')
  return port
}

function statusOf(url: string): Promise<number> {
  const { promise, resolve: settle } = Promise.withResolvers<number>()
  get(url, (answer) => {
    answer.resume()
    settle(answer.statusCode ?? 0)
  }).on('error', () => settle(0))
  return promise
}

async function bounded(what: string, look: () => boolean | Promise<boolean>): Promise<number> {
  const latest = performance.now() + START_WITHIN_MS
  for (;;) {
    if (await look()) return performance.now()
    if (performance.now() > latest) throw new Error(`${what}: not within ${START_WITHIN_MS} ms`)
    await later(ASK_EVERY_MS)
  }
}

export async function startOnce({ from, temporary, restMs }: StartOrder): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const port = await freePort()
  const flags = from === 'source' ? ['--conditions=@portico/source'] : []
  const args = [...flags, program, 'start', '--port', String(port), '--data', join(folder, 'data')]
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...inherited, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (output += text))
  try {
    const isUp = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}: ${output}`)
      return (await statusOf(`http://127.0.0.1:${port}/healthz`)) === 200
    }
    const served = await bounded('the first answer', isUp)
    const pid = child.pid ?? 0
    const servedCpu = cpuSeconds(pid)
    const ready = await bounded('the hub to be ready', () => output.includes('"portico ready"'))
    await later(restMs)
    return {
      servedMs: served - began,
      servedCpu,
      readyMs: ready - began,
      hub: memoryOf(pid),
      children: descendantsOf(pid).map((each) => ({ name: each.script, ...memoryOf(each.pid) })),
    }
  } finally {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A hub that ends in peace ends its children. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** The least that Node can be: it prints, and rests. */
export async function startEmptyNode(
  restMs: number,
): Promise<Pick<Started, 'servedMs' | 'servedCpu' | 'hub'>> {
  const script = 'process.stdout.write("up"); setInterval(() => {}, 1000)'
  const began = performance.now()
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const servedMs = performance.now() - began
  const servedCpu = cpuSeconds(child.pid ?? 0)
  await later(restMs)
  const hub = memoryOf(child.pid ?? 0)
  await end(child)
  return { servedMs, servedCpu, hub }
}
