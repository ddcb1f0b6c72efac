// The process of one plugin or one bridge: its module is imported, given its host, and let say goodbye before it ends. When
// the hub is gone without a word a plugin ends at once and leaves the world as it is; a bridge says goodbye then too.
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Clock, Frame } from '@portico/plugin-api'
import { systemClock } from '../start/system-clock.ts'
import { openHubPipe } from './hub-pipe.ts'
import { veiled } from './veil.ts'
import { codeIn, messageIn, within } from './wire-text.ts'

export interface Guest extends AsyncDisposable {
  start(found: unknown): Promise<void>
}

export interface GuestOrder {
  readonly boot: string
  /** A package name or an absolute path. */
  readonly module: string
  /** Not told, whatever it says when it does not start. */
  readonly secrets: readonly string[]
}

type Own =
  | { readonly type: 'started' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'pong'; readonly n: number }

export class HostedProcess<Inside extends Guest, Told extends { readonly type: string }> {
  /** Null: it is not there yet. */
  guest: Inside | null = null
  readonly #pipe: ReturnType<typeof openHubPipe>

  constructor(take: (frame: Frame) => void, whenGone: 'at-once' | 'goodbye' = 'at-once') {
    this.#pipe = openHubPipe(take, whenGone === 'goodbye' ? () => this.#goodbye() : undefined)
  }

  readonly send = (message: Told | Own, tail?: Uint8Array): void => {
    this.#pipe.send(within(message), tail)
  }

  async start({ boot, module, secrets }: GuestOrder, host: (clock: Clock) => Inside): Promise<void> {
    try {
      const found: unknown = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
      this.guest = host(systemClock(boot))
      await this.guest.start(found)
      this.send({ type: 'started' })
    } catch (error) {
      const message = veiled(messageIn(error), secrets)
      this.send({ type: 'failed', code: codeIn(error, 'HUB_PLUGIN_START'), message })
    }
  }

  async stop(): Promise<void> {
    await this.#goodbye()
    this.#pipe.end()
  }

  async #goodbye(): Promise<void> {
    await this.guest?.[Symbol.asyncDispose]()
  }
}
