// Whether film can be written: the disk has its reserve, and the last write went well. Where nobody films, a small
// probe finds out whether a disk that failed is good again.
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import type { MediaLog } from '../wire.ts'
import { writeSynced } from './film-folder.ts'

export interface Disk {
  /** Free bytes for us. Rejects where the folder is not there. */
  free(): Promise<number>
  /** Writes and syncs a few bytes. */
  probe(): Promise<void>
}

export const diskOf = (folder: string): Disk => ({
  free: async () => {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
  probe: () => writeSynced(join(folder, 'probe'), 'ok'),
})

export interface StorageGuardOptions {
  readonly disk: Disk
  readonly reserveBytes: number
  readonly clock: Clock
  readonly log: MediaLog
  readonly onChange: (ok: boolean) => void
}

const CHECK_EVERY_MS = 2_000

export class StorageGuard implements Disposable {
  readonly #options: StorageGuardOptions
  /** Null before the first check. */
  #ok: boolean | null = null
  /** A write failed, or none was tried yet. */
  #unproved = true
  #failures = 0
  #wake: Wake | null = null
  #ended = false

  constructor(options: StorageGuardOptions) {
    this.#options = options
  }

  /** Checks now and from then on; resolves after the first check. */
  async start(): Promise<void> {
    await this.#check()
  }

  /** Film can be written; not known counts as no. */
  get ok(): boolean {
    return this.#ok === true
  }

  /** A write of film failed: nothing counts as durable until one goes well. */
  failed(error: unknown): void {
    this.#unproved = true
    this.#failures += 1
    this.#tell(false, error)
  }

  async #check(): Promise<void> {
    const { disk, reserveBytes, clock } = this.#options
    const failures = this.#failures
    try {
      const enough = (await disk.free()) >= reserveBytes
      if (enough && this.#unproved) await disk.probe()
      // A write that failed meanwhile outweighs a probe that went well.
      if (enough && failures === this.#failures) this.#unproved = false
      if (!enough) this.#tell(false, `less than ${reserveBytes} bytes are free`)
      else if (!this.#unproved) this.#tell(true, null)
    } catch (error) {
      this.failed(error)
    }
    if (this.#ended) return
    this.#wake = clock.wake(instant(clock.mono() + CHECK_EVERY_MS), () => {
      void this.#check()
    })
  }

  #tell(ok: boolean, why: unknown): void {
    if (this.#ended || ok === this.#ok) return
    this.#ok = ok
    const { log, onChange } = this.#options
    const reason = why instanceof Error ? why.message : why
    if (ok) log.info({}, 'film can be written')
    else log.error({ why: reason }, 'film cannot be written')
    onChange(ok)
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#wake?.cancel()
  }
}
