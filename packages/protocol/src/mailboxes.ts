// Mailboxes that are read for notices of deliveries, as the household sees them.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

/** `silent`: its process has said nothing yet, or is lost. */
export const mailboxViewStates = ['silent', 'connecting', 'listening', 'away', 'refused'] as const
export const mailImportStates = ['running', 'done', 'stopped', 'failed'] as const
/** Days of the past that can be looked at. */
export const IMPORT_DAYS_MAX = 365

const Count = Type.Integer({ minimum: 0 })

export const MailSenderView = Type.Object(
  {
    sender: Type.String(),
    name: Type.String(),
    /** Notices of seven days, and how many of them were understood. */
    seen: Count,
    understood: Count,
    drifted: Type.Boolean({ description: 'nearly none was understood: the format has changed' }),
    sample: Nullable(
      Type.String({ description: 'the newest of them with every name, number and address replaced' }),
    ),
  },
  strict,
)

export const MailImportView = Type.Object(
  { state: words(mailImportStates), days: Count, seen: Count, total: Count },
  strict,
)

export const MailboxView = Type.Object(
  {
    id: Type.String(),
    host: Type.String(),
    folder: Type.String(),
    state: words(mailboxViewStates),
    code: Nullable(Type.String({ description: 'of what is wrong' })),
    words: Nullable(Type.String({ description: 'what is wrong' })),
    lastMail: Nullable(Type.Number({ description: 'Unix ms: when a mail of a known sender was last read' })),
    /** Since the start of its process. */
    untrusted: Count,
    overLimits: Count,
    senders: Type.Array(MailSenderView),
    /** A look at its past; null: none since the start. */
    import: Nullable(MailImportView),
  },
  strict,
)

export const MailImportRequest = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: IMPORT_DAYS_MAX }) },
  strict,
)

export type MailSenderView = Static<typeof MailSenderView>
export type MailboxView = Static<typeof MailboxView>
export type MailImportRequest = Static<typeof MailImportRequest>
