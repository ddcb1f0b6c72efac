// One small secret on the disk, sealed under another one that lies elsewhere (threats T19): who only has this folder can
// tell nothing to Amazon.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const CIPHER = 'aes-256-gcm'

export class SealedFile {
  readonly #path: string
  readonly #key: Buffer

  constructor(path: string, secret: string) {
    this.#path = path
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'portico alexa grant', 32))
  }

  /** Null: there is none, or it was sealed under another secret. */
  read(): string | null {
    if (!existsSync(this.#path)) return null
    const bytes = readFileSync(this.#path)
    try {
      const opened = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_BYTES))
      opened.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = opened.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([text, opened.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  write(text: string): void {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#key, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    const draft = `${this.#path}.new`
    writeFileSync(draft, Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 })
    renameSync(draft, this.#path)
  }

  remove(): void {
    rmSync(this.#path, { force: true })
  }
}
