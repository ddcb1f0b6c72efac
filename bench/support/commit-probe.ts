// When a line of the journal was durable: told by the hub's own writer thread, from the moment its commit returned. Nobody
// has to look at the disk for it meanwhile, which takes a processor from the hub and tells the line later than it is there.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../test/support/until.ts'

/** In the address of the module that a hub loads: the file that commits are noted in. */
export const FILE = 'file'

export interface Committed {
  /** In the time of the journal's lines. */
  readonly at: number
  /** Numbers of the lines. */
  readonly lines: readonly number[]
}

export class CommitProbe implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'portico-commits-'))
  readonly #file = join(this.#folder, 'commits')

  /** Of the hub that is to be followed. */
  get env(): Readonly<Record<string, string>> {
    const main = new URL('./commit-probe-main.ts', import.meta.url)
    main.searchParams.set(FILE, this.#file)
    return { NODE_OPTIONS: `--import=${main.href}` }
  }

  /** @throws when no commit had this line */
  durable(seq: number): Promise<number> {
    return until(
      `the commit of line ${seq}`,
      () => this.#commits().find(({ lines }) => lines.includes(seq))?.at,
    )
  }

  /** What is still being written has no end of line. */
  #commits(): readonly Committed[] {
    if (!existsSync(this.#file)) return []
    const whole = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)
    // cast: what the thread writes
    return whole.map((line) => JSON.parse(line) as Committed)
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
