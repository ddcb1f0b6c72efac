// The contract of a mailbox: news of parcels, read from mails and held against their signature. It reports and never
// judges what may be opened.
import type { ParcelStatus } from '@portico/core'

/**
 * Largest mail whose raw bytes travel to the hub and are kept there, bytes; of a larger one only its hash does. Notices
 * are far smaller, and hashing and sealing one is one turn of the hub's loop.
 */
export const MAIL_KEPT_MAX = 1024 * 1024

/** Why a believed mail is shown and arms nothing. */
export const mailHolds = ['header-only', 'report-only', 'old', 'imported', 'other-recipient'] as const
export type MailHold = (typeof mailHolds)[number]

/** Parcels of a mail that have one window together. */
export interface MailPart {
  /** As labels show them; of an order without numbers a stand-in that names the order. */
  readonly numbers: readonly string[]
  /** ms since 1970; null: no real window was named. */
  readonly window: { readonly from: number; readonly to: number } | null
}

/** What one believed mail says. */
export interface MailNews {
  /** Id of the sender among those that are read. */
  readonly sender: string
  readonly carrier: string | null
  readonly status: ParcelStatus | null
  readonly parts: readonly MailPart[]
  readonly order: string | null
  readonly merchant: string | null
  /** When it happened, or else when the mail was written; ms since 1970. */
  readonly occurredAt: number | null
  /** Names this mail among all, also when it comes again with other headers; null: nothing signed does. */
  readonly eventId: string | null
  /** By whose word it is believed. */
  readonly trust: 'dkim' | 'header'
  /** null: it may arm what arms. */
  readonly held: MailHold | null
}

/** Notices of one sender within seven days. */
export interface SenderWeek {
  readonly sender: string
  readonly name: string
  readonly seen: number
  readonly understood: number
  /** Nearly none was understood: its format has changed. */
  readonly drifted: boolean
  /** Of the newest that was not understood, with every name, number and address replaced; null: none. */
  readonly sample: string | null
}

export const mailboxStates = ['connecting', 'listening', 'away', 'refused'] as const
export type MailboxState = (typeof mailboxStates)[number]

/** A look at the mailbox's past. */
export interface MailImport {
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  readonly days: number
  /** Mails of known senders that were looked at, and how many there are. */
  readonly seen: number
  readonly total: number
}

export interface MailboxStatus {
  readonly state: MailboxState
  /** Code of what is wrong; null: nothing is. */
  readonly code: string | null
  /** In words what is wrong; null: nothing is. */
  readonly words: string | null
  /** When the last mail of a known sender was read, ms since 1970; null: none was. */
  readonly lastMail: number | null
  /** Since the start: mails that were not from whom they said, and mails over a limit. */
  readonly untrusted: number
  readonly overLimits: number
  readonly week: readonly SenderWeek[]
  readonly import: MailImport | null
}

export interface MailboxDevice {
  /** Looks at mails of so many days; resolves when it began. Rejects with `HUB_MAIL_IMPORT` while one runs. */
  importPast(days: number): Promise<void>
  /** Ends it where it is; nothing when none runs. */
  stopImport(): Promise<void>
}

export interface MailboxReporter {
  /** Resolves when the hub has it durable. */
  news(news: MailNews, raw: Uint8Array): Promise<void>
  status(status: MailboxStatus): void
  /** Its secret was replaced by the provider, and is to be kept. */
  secret(secret: string): void
}
