// What the faces see of the mailboxes.
import type { MailboxStatus } from '@portico/plugin-api'
import type { CheckedMailbox } from '../config/checked-settings.ts'

/** A mailbox and what it said of itself; null: nothing yet, or its process is lost. */
export interface KnownMailbox {
  readonly mailbox: CheckedMailbox
  readonly status: MailboxStatus | null
}

export interface Mailboxes {
  readonly all: readonly KnownMailbox[]
  /** Rejects with `HUB_MAIL_UNKNOWN`, `HUB_MAIL_IMPORT` while one runs, `HUB_PLUGIN_*`. */
  importPast(mailbox: string, days: number): Promise<void>
  /** Rejects with `HUB_MAIL_UNKNOWN`, `HUB_PLUGIN_*`. */
  stopImport(mailbox: string): Promise<void>
}
