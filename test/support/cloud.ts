// The forwarder as a cloud runs it: a process of its own that knows the hub's address alone, over real TLS.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Interface, createInterface } from 'node:readline'

const forwarder = resolve(import.meta.dirname, '../../plugins/voice-alexa/forwarder/index.mjs')

const runner = `
import { createInterface } from 'node:readline'
const { handler } = await import(${JSON.stringify(forwarder)})
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await handler(JSON.parse(line))))
`

export interface LocalCertificate extends Disposable {
  readonly key: Buffer
  readonly cert: Buffer
  /** For whoever is to trust it. */
  readonly path: string
}

/** Good for `localhost`, signed by itself. Null: this machine has no openssl. */
export function localCertificate(): LocalCertificate | null {
  const folder = mkdtempSync(join(tmpdir(), 'portico-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync(
      'openssl',
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost
       -addext subjectAltName=DNS:localhost -keyout ${key} -out ${cert}`.split(/\s+/),
      { stdio: 'ignore', timeout: 20_000 },
    )
  } catch {
    remove()
    return null
  }
  return { key: readFileSync(key), cert: readFileSync(cert), path: cert, [Symbol.dispose]: remove }
}

export class Cloud implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #lines: Interface

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child
    this.#lines = lines
  }

  /** `trusts`: path of a certificate; null: public ones alone. */
  static run(url: string, trusts: string | null): Cloud {
    const child = spawn(process.execPath, ['--input-type=module', '-e', runner], {
      env: { PORTICO_URL: url, ...(trusts !== null && { NODE_EXTRA_CA_CERTS: trusts }) },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    return new Cloud(child, createInterface({ input: child.stdout }))
  }

  /** One at a time. */
  async call(request: unknown): Promise<unknown> {
    const answered = once(this.#lines, 'line')
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`)
    const [line] = await answered
    return JSON.parse(String(line))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.stdin?.end()
    this.#child.kill()
    await ended
  }
}
