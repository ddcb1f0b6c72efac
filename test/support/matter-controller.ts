// A Matter controller as a test holds it: another process, told what to do.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './until.ts'

export type ControllerAct =
  | { readonly do: 'pair'; readonly code: string }
  | { readonly do: 'read'; readonly fabricFiltered?: boolean }
  | {
      readonly do: 'command'
      readonly endpoint: number
      readonly name: string
      readonly request: Readonly<Record<string, unknown>>
    }
  | { readonly do: 'leave' }

export interface ControllerOrder {
  readonly id: number
  readonly act: ControllerAct
}

export interface Told {
  readonly endpoint: number
  readonly cluster: number
  readonly name: string
  readonly value: unknown
  /** When the controller heard it, `machineClock.mono()`; of what was read, 0. */
  readonly mono: number
}

export type ControllerNews =
  | { readonly type: 'ready' }
  | { readonly type: 'alive' }
  | { readonly type: 'state'; readonly state: number }
  | ({ readonly type: 'attribute' | 'event' } & Told)
  | {
      readonly type: 'answer'
      readonly id: number
      readonly value: unknown
      readonly error: { readonly message: string; readonly status: number | null } | null
      /** `machineClock.mono()` of the controller. */
      readonly began: number
      readonly ended: number
    }

/** A no of the bridge, with its Matter status. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly status: number | null

  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
  }
}

/** One of another version of the library than the bridge's; one of its own version, which knows of cameras. */
export type ControllerMain = 'matter-controller-main.ts' | 'matter-viewer-main.ts'

/** Clusters by number. */
export const clusters = {
  doorLock: 0x101,
  booleanState: 0x45,
  occupancy: 0x406,
  switch: 0x3b,
  powerSource: 0x2f,
  basicInformation: 0x28,
  bridged: 0x39,
  descriptor: 0x1d,
  cameraStreams: 0x551,
  videoProvider: 0x553,
  videoRequestor: 0x554,
} as const

export class MatterController implements AsyncDisposable {
  readonly told: (Told & { readonly type: 'attribute' | 'event' })[] = []
  /** Whether it is connected, as its library's NodeStates say; null: it has said nothing yet. */
  state: number | null = null
  /** Of the newest act that was answered. */
  span = { began: 0, ended: 0 }
  output = ''
  readonly #child: ChildProcess
  readonly #answers = new Map<number, Extract<ControllerNews, { type: 'answer' }>>()
  #isReady = false
  #orders = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.stdout?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    // cast: our own child sends nothing else
    child.on('message', (news) => this.#hear(news as ControllerNews))
  }

  static async start(
    folder: string,
    label: string,
    main: ControllerMain = 'matter-controller-main.ts',
  ): Promise<MatterController> {
    const own = join(folder, label)
    mkdirSync(own, { recursive: true })
    const child = fork(join(import.meta.dirname, main), [own, label], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const controller = new MatterController(child)
    await until('the controller', () => {
      if (child.exitCode !== null) throw new Error(controller.output)
      return controller.#isReady
    })
    return controller
  }

  async ask(act: ControllerAct): Promise<unknown> {
    const id = ++this.#orders
    this.#child.send({ id, act } satisfies ControllerOrder)
    const answer = await until(
      `the controller to ${act.do}`,
      () => {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null)
          throw new Error('the controller has ended')
        return this.#answers.get(id) ?? null
      },
      60_000,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${this.output.slice(-4_000)}`, { cause: error })
    })
    this.span = { began: answer.began, ended: answer.ended }
    if (answer.error) throw new StatusError(answer.error.message, answer.error.status)
    return answer.value
  }

  async read(): Promise<readonly Told[]> {
    // cast: the shape that our own child gives
    return (await this.ask({ do: 'read' })) as readonly Told[]
  }

  command(endpoint: number, name: string, request: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.ask({ do: 'command', endpoint, name, request })
  }

  /** Status of a command: 0 when it was taken. */
  async status(
    endpoint: number,
    name: string,
    request: Readonly<Record<string, unknown>> = {},
  ): Promise<number | null> {
    try {
      await this.command(endpoint, name, request)
      return 0
    } catch (error) {
      if (error instanceof StatusError) return error.status
      throw error
    }
  }

  /** Newest value that was told of an attribute since `from`. */
  hears(
    what: Pick<Told, 'endpoint' | 'cluster' | 'name'> & { readonly type?: 'attribute' | 'event' },
    is: (value: unknown) => boolean,
    from = 0,
  ): Promise<Told> {
    const { type = 'attribute', endpoint, cluster, name } = what
    return until(
      `${name} of ${endpoint}`,
      () =>
        this.told
          .slice(from)
          .find(
            (told) =>
              told.type === type &&
              told.endpoint === endpoint &&
              told.cluster === cluster &&
              told.name === name &&
              is(told.value),
          ) ?? null,
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; heard ${JSON.stringify(this.told.slice(from))}`, { cause: error })
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }

  #hear(news: ControllerNews): void {
    switch (news.type) {
      case 'ready':
        this.#isReady = true
        return
      case 'answer':
        this.#answers.set(news.id, news)
        return
      case 'attribute':
      case 'event':
        this.told.push(news)
        return
      case 'state':
        this.state = news.state
        return
      case 'alive':
        return
    }
  }
}
