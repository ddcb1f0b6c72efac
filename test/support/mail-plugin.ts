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

interface MailLife {
  readonly secret?: string
  /** Of an earlier life; absent: a new one. */
  readonly folder?: string | null
  /** So many mails the hub writes down, and then no more. */
  readonly kept?: number
}

export class MailPlugin implements AsyncDisposable {
  readonly news: MailNews[] = []
  readonly secrets: string[] = []
  readonly folder: string
  readonly #keepsFolder: boolean
  readonly #kept: number
  readonly #ending = new AbortController()
  readonly #used = new AsyncDisposableStack()
  status: MailboxStatus | null = null
  device: MailboxDevice | null = null

  private constructor(folder: string | null, kept: number) {
    this.#kept = kept
    this.#keepsFolder = folder !== null
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'portico-mail-'))
  }

  static async start(
    options: Readonly<Record<string, unknown>>,
    { secret = 'letters', folder = null, kept = Number.POSITIVE_INFINITY }: MailLife = {},
  ): Promise<MailPlugin> {
    const running = new MailPlugin(folder, kept)
    await plugin.start(running.#host(options, secret))
    return running
  }

  /** A hub that dies before it has written down what it was told. */
  #never(): Promise<void> {
    const ended = Promise.withResolvers<void>()
    this.#ending.signal.addEventListener('abort', () => ended.reject(new Error('the hub died')))
    return ended.promise
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
            return this.news.length <= this.#kept ? Promise.resolve() : this.#never()
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
