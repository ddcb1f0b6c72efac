// What one mail says, in the common vocabulary and in the home's own time. Whether it is believed is judged elsewhere.
import type { ParcelStatus } from '@portico/plugin-api'

/** `YYYY-MM-DD` and `HH:MM`, at the home. A day alone is no window that arms. */
export type MailWindow =
  | { readonly date: string; readonly start?: string; readonly end?: string }
  | { readonly from: string; readonly to: string }

export interface MailParcel {
  readonly trackingNumber: string
  readonly window: MailWindow
}

export interface MailContent {
  /** `unrecognised`: nothing in it is a sentence that we know. */
  readonly verdict: 'parsed' | 'unrecognised' | 'limits'
  /** Whose mails these are by the From domain, or, of a stranger, whose it imitates; null: nobody's. */
  readonly pack: string | null
  /** False: the From domain is not the pack's. */
  readonly ownDomain: boolean
  readonly carrier: string | null
  readonly status: ParcelStatus | null
  readonly trackingNumbers: readonly string[]
  readonly orderId?: string
  /** Which parcel of the order. */
  readonly shipment?: string
  readonly merchant?: string
  readonly masterTrackingNumber?: string
  readonly window?: MailWindow
  /** `YYYY-MM-DDTHH:MM` at the home. */
  readonly occurredLocal?: string
  readonly kind?: 'digest'
  /** Of a digest, each with its own window. */
  readonly parcels?: readonly MailParcel[]
  readonly mailpieces?: number
  /** Of the header, unjudged. */
  readonly sentAt: number | null
  readonly messageId: string | null
  /** Subject and first lines with every name, number and address replaced; only where nothing was understood. */
  readonly sample?: string
  /** Which limit, where one was broken. */
  readonly why?: string
}
