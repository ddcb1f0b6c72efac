// One plugin and its devices, inside its own process: what the plugin sees of the hub, and what the hub asks of it.
import {
  type BellReporter,
  type CameraReporter,
  type CameraSource,
  type Clock,
  type ContactDevice,
  type ContactReporter,
  type EdgeDevice,
  type EdgeReporter,
  HubError,
  type LockDevice,
  type LockReporter,
  type MailboxDevice,
  type MailboxReporter,
  type Plugin,
  type PluginHost,
  type VirtualAct,
  assertNever,
} from '@portico/plugin-api'
import { MailLine } from './mail-line.ts'
import type {
  Answer,
  DeviceAsk,
  DeviceReport,
  FromPlugin,
  OfferedDevice,
  PluginHello,
  ToPlugin,
} from './plugin-messages.ts'
import { hostedLog } from './hosted-log.ts'
import { moduleIn, wrongModule } from './module-in.ts'
import { codeIn, messageIn } from './wire-text.ts'

export interface HostedParts {
  readonly hello: PluginHello
  readonly clock: Clock
  /** `tail`: bytes behind the message. */
  readonly send: (message: FromPlugin, tail?: Uint8Array) => void
}

/** One for each lock of a plugin is more than are ever good at a time. */
const PINS_KEPT = 8

type ActAnswerer = (act: VirtualAct) => Promise<Readonly<Record<string, unknown>>>

export class HostedPlugin implements AsyncDisposable {
  readonly #parts: HostedParts
  readonly #locks = new Map<string, LockDevice>()
  readonly #contacts = new Map<string, ContactDevice>()
  readonly #edges = new Map<string, EdgeDevice>()
  readonly #mailboxes = new Map<string, MailboxDevice>()
  readonly #mails: MailLine
  readonly #resources = new AsyncDisposableStack()
  readonly #ending = new AbortController()
  /** Passwords of its devices and PINs that were handed to a lock: whatever a plugin logs, they are not in it. */
  readonly #passwords: readonly string[]
  #pins: readonly string[] = []
  readonly #log: PluginHost['log']
  #act: ActAnswerer | null = null
  #ended: Promise<void> | null = null

  constructor(parts: HostedParts) {
    this.#parts = parts
    this.#passwords = parts.hello.devices.flatMap(({ secret }) => secret ?? [])
    this.#log = hostedLog({ send: parts.send, secrets: () => [...this.#passwords, ...this.#pins] })
    this.#mails = new MailLine({ ...parts, signal: this.#ending.signal })
  }

  /** Rejects when the module is no plugin for this hub, or with what the plugin throws. */
  async start(found: unknown): Promise<void> {
    const plugin = pluginIn(found)
    const { hello } = this.#parts
    if (plugin.kind !== hello.kind)
      throw new HubError(
        'HUB_PLUGIN_START',
        `the plugin is ${plugin.kind}, its settings say ${hello.kind}: ask its author`,
      )
    await plugin.start(this.#host())
  }

  /** The last look at the clock and the vendor's call are one step: nothing can come between. */
  unlock({ id, device, order }: Extract<ToPlugin, { type: 'unlock' }>): void {
    const lock = this.#locks.get(device)
    if (!lock || this.#parts.clock.mono() > order.notAfter) {
      this.#parts.send({ type: 'late', id })
      return
    }
    this.#answer(id, async () => {
      await lock.unlock(order)
      return null
    })
  }

  /** The same for a PIN. What the vendor's call says of a failure may name it, so only its code is told. */
  grantPin({ id, device, order }: Extract<ToPlugin, { type: 'grant-pin' }>): void {
    const lock = this.#locks.get(device)
    if (!lock?.grantPin || this.#parts.clock.mono() > order.notAfter) {
      this.#parts.send({ type: 'late', id })
      return
    }
    this.#pins = [...this.#pins, order.pin].slice(-PINS_KEPT)
    this.#answer(id, async () => {
      try {
        await lock.grantPin?.(order)
      } catch (error) {
        throw withoutWords(error)
      }
      return null
    })
  }

  ask({ id, ask }: Extract<ToPlugin, { type: 'ask' }>): void {
    this.#answer(id, () => this.#carryOut(ask))
  }

  /** Aborts the plugin's signal and closes what it gave to `use`, last first. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= this.#end()
    return this.#ended
  }

  async #end(): Promise<void> {
    this.#ending.abort()
    try {
      await this.#resources.disposeAsync()
    } catch (error) {
      this.#log.warn({ err: error }, 'plugin did not end cleanly')
    }
  }

  /** `work` begins in this very tick. */
  #answer(id: number, work: () => Promise<Answer>): void {
    const { send } = this.#parts
    const failed = (error: unknown): void => {
      const code = codeIn(error, 'HUB_PLUGIN_FAULT')
      send({ type: 'refused', id, code, message: messageIn(error), retryable: !isDefinite(error) })
    }
    const answered = async (): Promise<void> => {
      send({ type: 'done', id, answer: await work() })
    }
    answered().catch(failed)
  }

  async #carryOut(ask: DeviceAsk): Promise<Answer> {
    switch (ask.type) {
      case 'lock':
        await this.#find(this.#locks, ask.device).lock(ask.op)
        return null
      case 'query': {
        const device = this.#locks.get(ask.device) ?? this.#find(this.#contacts, ask.device)
        await device.query(ask.q)
        return null
      }
      case 'revoke-pin':
        await this.#find(this.#locks, ask.device).revokePin?.(ask.op)
        return null
      case 'edge':
      case 'edge-now':
        await this.#find(this.#edges, ask.device).hear(ask.frame)
        return null
      case 'mail-taken':
        this.#mails.taken(ask.n, ask.kept)
        return null
      case 'mail-import':
        await this.#find(this.#mailboxes, ask.device).importPast(ask.days)
        return null
      case 'mail-import-stop':
        await this.#find(this.#mailboxes, ask.device).stopImport()
        return null
      case 'act':
        if (!this.#act) throw new HubError('HUB_DEVICE_MISSING', 'the plugin has no simulated world')
        return await this.#act(ask.act)
      default:
        return assertNever(ask)
    }
  }

  #find<Device>(devices: ReadonlyMap<string, Device>, id: string): Device {
    const device = devices.get(id)
    if (!device) throw new HubError('HUB_DEVICE_MISSING', `the plugin offers no such device ${id}`)
    return device
  }

  #offer(device: OfferedDevice): void {
    this.#parts.send({ type: 'offered', device })
  }

  #report(report: DeviceReport): void {
    this.#parts.send({ type: 'report', report })
  }

  #host(): PluginHost {
    const { hello, clock, send } = this.#parts
    return {
      devices: hello.devices,
      storage: hello.storage,
      hubKey: hello.hubKey,
      clock,
      log: this.#log,
      signal: this.#ending.signal,
      addLock: (id, lock) => this.#addLock(id, lock),
      addContact: (id, contact) => this.#addContact(id, contact),
      addEdge: (id, edge) => this.#addEdge(id, edge),
      addBell: (id) => this.#addBell(id),
      addCamera: (id, source) => this.#addCamera(id, source),
      addMailbox: (id, mailbox) => this.#addMailbox(id, mailbox),
      setReachable: (device, on) => {
        send({ type: 'reachable', device, on })
      },
      onAct: (answer) => {
        this.#act = answer
      },
      use: (resource) => void this.#resources.use(resource),
    }
  }

  #addLock(id: string, lock: LockDevice): LockReporter {
    this.#locks.set(id, lock)
    // A lock that cannot be told to forget a PIN is given none.
    const pinExpiry = lock.grantPin && lock.revokePin ? (lock.traits.pinExpiry ?? 'none') : 'none'
    this.#offer({ kind: 'lock', id, traits: { ...lock.traits, pinExpiry } })
    return (report) => {
      if ('what' in report) this.#report({ kind: 'pin', device: id, report })
      else this.#report({ kind: 'lock', device: id, report })
    }
  }

  #addContact(id: string, contact: ContactDevice): ContactReporter {
    this.#contacts.set(id, contact)
    this.#offer({ kind: 'contact', id, path: contact.path })
    return (report) => {
      this.#report({ kind: 'contact', device: id, report })
    }
  }

  #addEdge(id: string, edge: EdgeDevice): EdgeReporter {
    this.#edges.set(id, edge)
    this.#offer({ kind: 'edge', id, key: edge.key })
    return (frame) => {
      this.#report({ kind: 'edge', device: id, frame })
    }
  }

  #addBell(id: string): BellReporter {
    this.#offer({ kind: 'bell', id })
    return () => {
      this.#report({ kind: 'bell', device: id })
    }
  }

  #addMailbox(id: string, mailbox: MailboxDevice): MailboxReporter {
    this.#mailboxes.set(id, mailbox)
    this.#offer({ kind: 'mailbox', id })
    return {
      news: (news, raw) => this.#mails.tell(id, news, raw),
      status: (status) => {
        this.#report({ kind: 'mailbox-status', device: id, status })
      },
      secret: (secret) => {
        this.#report({ kind: 'mailbox-secret', device: id, secret })
      },
    }
  }

  #addCamera(id: string, first: CameraSource | null): CameraReporter {
    this.#offer({ kind: 'camera', id, source: first && wholeSource(first) })
    return (report) => {
      if ('what' in report) this.#report({ kind: 'camera-note', device: id, note: report })
      else this.#report({ kind: 'camera', device: id, source: wholeSource(report) })
    }
  }
}

/** With everything said that may be left out. */
const wholeSource = (source: CameraSource): CameraSource =>
  source.rtsp === null
    ? source
    : { transport: 'tcp', second: null, snapshot: null, backchannel: false, ...source }

/** The same no, with nothing in it that the device wrote. */
const withoutWords = (error: unknown): HubError =>
  new HubError(codeIn(error, 'HUB_PLUGIN_FAULT'), 'the lock did not take the PIN', {
    retryable: !isDefinite(error),
  })

/** A plain no of the device: what the plugin itself calls not worth repeating. */
const isDefinite = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false

function pluginIn(found: unknown): Plugin {
  const plugin = moduleIn(found, 'plugin')
  if (plugin.kind !== 'virtual' && plugin.kind !== 'real') throw wrongModule('is neither virtual nor real')
  // cast: every part that is used was looked at
  return plugin as Plugin
}
