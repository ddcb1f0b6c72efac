// What is known of one sender of notices, as data: whose mails are its own, how its numbers look, and what its sentences
// mean. A new sender is a new file beside this one.
import type { ParcelStatus } from '@portico/plugin-api'
import type { DayOrder } from '../read/mail-dates.ts'

/** What one kind of mail says. It is meant when every pattern that stands here fits. */
export interface Notice {
  readonly status: ParcelStatus
  readonly subject?: RegExp
  /** One line of the visible text, or a run of them. */
  readonly body?: RegExp
  /**
   * Where the day and the times stand, in the subject or the text below it; named groups `date`, `start`, `end`. The
   * first that names a part gives it.
   */
  readonly when?: readonly RegExp[]
  /** The day is that of the mail where the text names none: it says *today*. */
  readonly today?: true
  /** When it happened; named groups `date`, `time`. */
  readonly occurred?: RegExp
}

/** A mail that tells of several parcels, each below a heading that says when it comes. */
export interface Digest {
  readonly subject: RegExp
  readonly status: ParcelStatus
  readonly headings: readonly {
    readonly line: RegExp
    /** Days after that of the mail. */
    readonly from: number
    readonly to: number
  }[]
  /** What stands once for each letter. */
  readonly letter: RegExp
}

export interface SenderPack {
  /** In the settings and in counts. */
  readonly id: string
  readonly name: string
  /** As the carriers' vocabulary names it. */
  readonly carrier: string
  /** Mails are its own from these domains and what is below them. */
  readonly domains: readonly string[]
  /** Before the at sign of the addresses that send notices; only their mails are counted when a format may have changed. */
  readonly notices: readonly string[]
  /** `report-only`: no true mail of it was at hand; its state is shown and nothing is armed (decisions 52). */
  readonly standing: 'tested' | 'report-only'
  readonly dayOrder: DayOrder
  /** Each gives numbers in its group `number`, from the subject, the lines or a link. */
  readonly numbers: readonly RegExp[]
  /** Of the numbers found, the one that stands for all. */
  readonly masterNumber?: RegExp
  readonly order?: RegExp
  /** Names one parcel of an order, in a link. */
  readonly shipment?: RegExp
  /** Group `merchant`, in the subject or a line. */
  readonly merchants: readonly RegExp[]
  /** The first that is meant counts: what ends a delivery stands before what announces one. */
  readonly kinds: readonly Notice[]
  readonly digest?: Digest
}
