// The mail plugin in this process, with a hub that writes down what it is told and says when it has it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MailNews, MailboxDevice, MailboxStatus, PluginHost } from '@portico/plugin-api'
import plugin from '@portico/plugin-mail-intake'
import { machineClock } from './machine-clock.ts'
import { until } from './until.ts'

const none = (): never => {
  throw new Error('a mailbox has no such part')
}
const nothing = (): void => {}

export class MailPlugin implements AsyncDisposable {
  readonly news: MailNews[] = []
  readonly secrets: string[] = []
  readonly folder: string
  readonly #keepsFolder: boolean
  readonly #ending = new AbortController()
  readonly #used = new AsyncDisposableStack()
  status: MailboxStatus | null = null
  device: MailboxDevice | null = null

  private constructor(folder: string | null) {
    this.#keepsFolder = folder !== null
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'portico-mail-'))
  }

  /** `folder`: of an earlier life; a new one else. */
  static async start(
    options: Readonly<Record<string, unknown>>,
    { secret = 'letters', folder = null }: { readonly secret?: string; readonly folder?: string | null } = {},
  ): Promise<MailPlugin> {
    const running = new MailPlugin(folder)
    await plugin.start(running.#host(options, secret))
    return running
  }

  async listening(): Promise<void> {
    await until('the mailbox to listen', () => this.status?.state === 'listening', 30_000)
  }

  #host(options: Readonly<Record<string, unknown>>, secret: string): PluginHost {
    return {
      devices: [{ id: 'post', kind: 'mailbox', options, secret }],
      storage: this.folder,
      hubKey: '',
      clock: machineClock,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      signal: this.#ending.signal,
      addLock: none,
      addContact: none,
      addEdge: none,
      addBell: none,
      addCamera: none,
      addMailbox: (_, device) => {
        this.device = device
        return {
          news: (news) => {
            this.news.push(news)
            return Promise.resolve()
          },
          status: (status) => {
            this.status = status
          },
          secret: (next) => void this.secrets.push(next),
        }
      },
      setReachable: nothing,
      onAct: none,
      use: (resource) => void this.#used.use(resource),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    await this.#used.disposeAsync()
    if (!this.#keepsFolder) rmSync(this.folder, { recursive: true, force: true })
  }
}
