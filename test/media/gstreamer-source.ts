// A camera made of GStreamer's RTSP server, as a process of its own, and what is missing where there can be none.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

const script = join(import.meta.dirname, 'gstreamer-camera.py')
const python = '/usr/bin/python3'

/** Null when all these elements are there, else the first that is missing. */
export function missing(...elements: readonly string[]): string | null {
  const check = `import gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
for name in ${JSON.stringify(elements)}: assert Gst.ElementFactory.find(name), name`
  const { status, stderr, error } = spawnSync(python, ['-c', check], { encoding: 'utf8' })
  return status === 0 ? null : (error?.message ?? stderr.trim().split('\n').at(-1) ?? 'unknown')
}

/** Says so where tests have to be left out; true: they have to. */
export function skipsLoudly(what: string, reason: string | null): boolean {
  if (reason === null) return false
  process.stderr.write(
    `SKIPPED: ${what} (${reason}). Debian: gstreamer1.0-rtsp gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base ` +
      'gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly python3-gi\n',
  )
  return true
}

export interface GstreamerOptions {
  readonly authentication?: 'digest' | 'basic' | 'none'
  readonly picture?: 'constrained-baseline' | 'high' | 'h265'
  readonly sound?: 'none' | 'pcmu' | 'pcma' | 'opus' | 'aac'
  /** `udp`: it refuses TCP. */
  readonly transport?: 'any' | 'udp'
}

export class GstreamerCamera implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcessByStdio<Writable, Readable, null>

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, port: string) {
    this.#child = child
    this.url = `rtsp://127.0.0.1:${port}/eye`
  }

  static async start(options: GstreamerOptions = {}): Promise<GstreamerCamera> {
    const {
      authentication = 'digest',
      picture = 'constrained-baseline',
      sound = 'none',
      transport = 'any',
    } = options
    const child = spawn(python, [script, authentication, picture, sound, transport, '0'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    for await (const line of createInterface({ input: child.stdout })) return new GstreamerCamera(child, line)
    throw new Error('the camera did not start')
  }

  get source(): {
    readonly rtsp: string
    readonly username: string
    readonly password: string
    readonly liveness: { readonly method: 'none' }
  } {
    return { rtsp: this.url, username: 'hub', password: 'pictures', liveness: { method: 'none' } }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }
}
