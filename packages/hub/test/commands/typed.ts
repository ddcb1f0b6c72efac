// The command line as somebody types it, and a home to type it at: a folder with settings, data and keys that is gone
// afterwards.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../src/main.ts'
import { home } from '../config/home-text.ts'

export interface Said {
  readonly code: number
  /** Lines of the result. */
  readonly out: readonly string[]
  /** Lines for the person. */
  readonly err: readonly string[]
}

/** Types a command line and waits for its end. */
export async function typed(...args: readonly string[]): Promise<Said> {
  const out: string[] = []
  const err: string[] = []
  const code = await main(args, {
    async print(line) {
      out.push(...line.split('\n'))
    },
    tell: (line) => void err.push(line),
  })
  return { code, out, err }
}

export class TypedHome implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-command-'))
  readonly data = join(this.folder, 'data')
  readonly keys = join(this.folder, 'keys')

  constructor(settings: string = home) {
    this.put('portico.yaml', settings)
  }

  get options(): readonly string[] {
    return ['--data', this.data, '--keys', this.keys, '--config', join(this.folder, 'portico.yaml')]
  }

  type(...args: readonly string[]): Promise<Said> {
    return typed(...args, ...this.options)
  }

  /** Writes a file beside the settings; its path. */
  put(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Files of the data folder in which one of these texts stands as it is. */
  filesWith(...texts: readonly string[]): readonly string[] {
    return readdirSync(this.data, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(this.data, name)).isFile())
      .filter((name) => {
        const bytes = readFileSync(join(this.data, name))
        return texts.some((text) => bytes.includes(text))
      })
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
