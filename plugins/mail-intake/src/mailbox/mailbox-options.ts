// One mailbox as the settings name it, already held to their schema by the hub.
import type { DeviceEntry } from '@portico/plugin-api'

export interface OAuthClient {
  readonly tokenUrl: string
  readonly clientId: string
}

export interface MailboxOptions {
  readonly host: string
  readonly port: number
  /** `plain`: only on this machine. */
  readonly security: 'tls' | 'starttls' | 'plain'
  readonly username: string
  readonly folder: string
  /** Names by which the receiving server writes `Authentication-Results`, lower case. */
  readonly receivers: readonly string[]
  /** Of the household, lower case. */
  readonly addresses: readonly string[]
  /** IANA name of the home's zone. */
  readonly timeZone: string
  /** null: an app password. */
  readonly oauth: OAuthClient | null
  /** Servers that are asked for the keys of senders; null: the system's. */
  readonly dns: readonly string[] | null
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.filter((each) => typeof each === 'string').map((each) => each.toLowerCase())
    : []
const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

export function mailboxOptions({ options }: DeviceEntry): MailboxOptions {
  const username = text(options['username'], '')
  const security =
    options['security'] === 'starttls' || options['security'] === 'plain' ? options['security'] : 'tls'
  const own = username.includes('@') ? [username.toLowerCase()] : []
  const dns = texts(options['dns'])
  return {
    host: text(options['host'], ''),
    port: typeof options['port'] === 'number' ? options['port'] : security === 'tls' ? 993 : 143,
    security,
    username,
    folder: text(options['folder'], 'INBOX'),
    receivers: texts(options['receivers']),
    addresses: [...new Set([...own, ...texts(options['addresses'])])],
    timeZone: text(options['timeZone'], 'UTC'),
    oauth: oauthIn(options['oauth']),
    dns: dns.length > 0 ? dns : null,
  }
}

function oauthIn(value: unknown): OAuthClient | null {
  if (typeof value !== 'object' || value === null) return null
  const { tokenUrl, clientId } = { tokenUrl: '', clientId: '', ...value }
  return tokenUrl === '' ? null : { tokenUrl, clientId }
}
