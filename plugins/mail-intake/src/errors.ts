// Every operating failure of the mailboxes. What a mail fails to say is a verdict, never an error.
import { HubError } from '@portico/plugin-api'

export const mailErrorCodes = [
  /** The mail server took neither password nor token. */
  'HUB_MAIL_LOGIN',
  /** The mail server does not answer, or broke off. */
  'HUB_MAIL_SERVER',
  /** The folder of the settings is not there. */
  'HUB_MAIL_FOLDER',
  /** The token endpoint gave no access token. */
  'HUB_MAIL_TOKEN',
  /** An import runs already, or none does. */
  'HUB_MAIL_IMPORT',
] as const

export type MailErrorCode = (typeof mailErrorCodes)[number]

export const mailError = (
  code: MailErrorCode,
  message: string,
  { retryable = true, cause }: { readonly retryable?: boolean; readonly cause?: unknown } = {},
): HubError => new HubError(code, message, { retryable, cause })
