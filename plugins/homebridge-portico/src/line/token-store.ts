// The token of this face, in Homebridge's storage folder, readable by nobody else; or the file that whoever started this
// Homebridge keeps for it.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What is remembered from one start to the next. */
export interface Pairing {
  /** Hub that it is for. */
  readonly url: string
  /** Null: the hub has not let us in yet. */
  readonly token: string | null
  /** SHA-256 of the last code that the hub has judged: a code is shown to it once. */
  readonly code: string | null
}

export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

export class TokenStore {
  readonly #folder: string
  readonly #file: string

  /** `storage`: Homebridge's own folder. */
  constructor(storage: string) {
    this.#folder = join(storage, 'portico')
    this.#file = join(this.#folder, 'pairing.json')
  }

  /** Null: nothing is there, or nothing that can be read. */
  async read(): Promise<Pairing | null> {
    try {
      return pairingIn(JSON.parse(await readFile(this.#file, 'utf8')))
    } catch {
      return null
    }
  }

  /** Whole or not at all. */
  async write(pairing: Pairing): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const next = `${this.#file}.next`
    await writeFile(next, JSON.stringify(pairing), { mode: 0o600, flush: true })
    await rename(next, this.#file)
  }
}

/** The token of a Homebridge that the hub runs: one line of a file. Null: it is not there yet. */
export async function tokenIn(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trim() || null
}

function pairingIn(value: unknown): Pairing | null {
  if (typeof value !== 'object' || value === null || !('url' in value)) return null
  const { url } = value
  if (typeof url !== 'string') return null
  const textOf = (text: unknown): string | null => (typeof text === 'string' ? text : null)
  return {
    url,
    token: 'token' in value ? textOf(value.token) : null,
    code: 'code' in value ? textOf(value.code) : null,
  }
}
