// All mailboxes of the home: what they tell goes the way of every carrier's report, and the mailbox hears when it is
// durable. Their newest state is kept for whoever asks.
import type { MailboxStatus } from '@portico/plugin-api'
import { codeOf } from '@portico/ports'
import type { CarrierReport } from '@portico/runtime'
import type { CheckedMailbox } from '../config/checked-settings.ts'
import type { KnownMailbox, Mailboxes } from './mailboxes.ts'
import { hubError } from '../errors.ts'
import type { DeviceKeeper } from '../plugins/door-hardware.ts'
import type { PluginEvents } from '../plugins/plugin-child.ts'
import type { PluginLog } from '../plugins/plugin-log.ts'
import type { DeviceReport } from '../plugins/plugin-messages.ts'
import { mailReports } from './mail-reports.ts'

export interface MailDeskParts {
  readonly mailboxes: readonly CheckedMailbox[]
  /** Resolves once it is durable. */
  readonly report: (report: CarrierReport) => Promise<unknown>
  readonly notice: (what: string, data: Readonly<Record<string, unknown>>) => Promise<void>
  /** A provider replaced the secret of a mailbox. Throws the system's error. */
  readonly keepSecret: (mailbox: string, secret: string) => void
  readonly log: PluginLog
}

type MailReport = Extract<DeviceReport, { readonly kind: 'mail' }>

export class MailDesk implements Mailboxes {
  readonly #parts: MailDeskParts
  readonly #statuses = new Map<string, MailboxStatus>()
  /** Drifts that were told, by mailbox and sender. */
  readonly #drifts = new Set<string>()
  #keeper: Pick<DeviceKeeper, 'ask'> | null = null

  constructor(parts: MailDeskParts) {
    this.#parts = parts
  }

  /** To be called as soon as the plugin's process was started. */
  attach(keeper: Pick<DeviceKeeper, 'ask'>): void {
    this.#keeper = keeper
  }

  get all(): readonly KnownMailbox[] {
    return this.#parts.mailboxes.map((mailbox) => ({
      mailbox,
      status: this.#statuses.get(mailbox.id) ?? null,
    }))
  }

  async importPast(mailbox: string, days: number): Promise<void> {
    await this.#ask({ type: 'mail-import', device: this.#known(mailbox), days })
  }

  async stopImport(mailbox: string): Promise<void> {
    await this.#ask({ type: 'mail-import-stop', device: this.#known(mailbox) })
  }

  get events(): PluginEvents {
    return {
      offered: () => undefined,
      up: () => undefined,
      reachable: () => undefined,
      report: (report, tail) => this.#take(report, tail),
      lost: () => this.#statuses.clear(),
    }
  }

  #known(id: string): string {
    if (this.#parts.mailboxes.some((mailbox) => mailbox.id === id)) return id
    throw hubError('HUB_MAIL_UNKNOWN', `no mailbox ${id}: see the settings`)
  }

  async #ask(ask: Parameters<DeviceKeeper['ask']>[0]): Promise<void> {
    if (!this.#keeper) throw hubError('HUB_PLUGIN_DOWN', 'mailboxes are not started yet', { retryable: true })
    await this.#keeper.ask(ask)
  }

  #take(report: DeviceReport, tail: Uint8Array): void {
    switch (report.kind) {
      case 'mail':
        void this.#takeMail(report, tail)
        return
      case 'mailbox-status':
        this.#statuses.set(report.device, report.status)
        this.#tellDrifts(report.device, report.status)
        return
      case 'mailbox-secret':
        return this.#keepSecret(report.device, report.secret)
      default:
        // A mailbox is no device of a door.
        return
    }
  }

  async #takeMail({ device, n, hash, news }: MailReport, tail: Uint8Array): Promise<void> {
    const { mailboxes, report, log } = this.#parts
    const raised = mailboxes.find(({ id }) => id === device)?.askFor ?? []
    const body = tail.length > 0 ? tail : Buffer.from(`a mail of this hash, too large to be kept: ${hash}`)
    let kept = true
    try {
      for (const each of mailReports({ news, body, raised })) await report(each)
    } catch (error) {
      kept = false
      log.warn({ mailbox: device, code: codeOf(error) }, 'mail not kept: it will be told again')
    }
    await this.#ask({ type: 'mail-taken', device, n, kept }).catch((error: unknown) => {
      log.debug({ mailbox: device, code: codeOf(error) }, 'mailbox did not hear that its mail is kept')
    })
  }

  /** Once for each sender, until it is understood again. */
  #tellDrifts(mailbox: string, { week }: MailboxStatus): void {
    for (const { sender, name, seen, understood, drifted } of week) {
      const key = `${mailbox} ${sender}`
      if (!drifted) this.#drifts.delete(key)
      if (!drifted || this.#drifts.has(key)) continue
      this.#drifts.add(key)
      const { notice, log } = this.#parts
      log.warn({ mailbox, sender, seen, understood }, 'mails of a sender are not understood any more')
      notice('mail-drift', { mailbox, sender, name, seen, understood }).catch((error: unknown) => {
        log.warn({ mailbox, code: codeOf(error) }, 'change of a format not noted')
      })
    }
  }

  #keepSecret(mailbox: string, secret: string): void {
    const { mailboxes, keepSecret, log } = this.#parts
    if (!mailboxes.some(({ id, oauth }) => id === mailbox && oauth !== null)) return
    try {
      keepSecret(mailbox, secret)
      log.info({ mailbox }, 'the provider replaced the refresh token of a mailbox, which is kept')
    } catch (error) {
      log.error({ mailbox, code: codeOf(error) }, 'a replaced refresh token could not be kept')
    }
  }
}
