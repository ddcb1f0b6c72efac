// What must hold of mailboxes beyond the form of their settings: nothing secret travels in the clear, and no id means two
// things.
import { isLoopback } from './network-checks.ts'
import type { SchemaFault } from './schema-faults.ts'

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const mapOf = (value: unknown): Loose => (isLoose(value) ? value : {})

const mailboxesIn = (document: unknown): readonly (readonly [string, Loose])[] =>
  Object.entries(mapOf(mapOf(document).mailboxes)).map(([id, mailbox]) => [id, mapOf(mailbox)])

export function mailboxFaults(document: unknown): readonly SchemaFault[] {
  const devices = mapOf(mapOf(document).devices)
  return mailboxesIn(document).flatMap(([id, mailbox]) => {
    const path = ['mailboxes', id]
    const { host, security, oauth } = mailbox
    const { tokenUrl } = mapOf(oauth)
    const faults: SchemaFault[] = []
    if (Object.hasOwn(devices, id))
      faults.push({ path, message: `"${id}" is a device too, and both would have one password: rename one` })
    if (security === 'plain' && typeof host === 'string' && !isLoopback(host))
      faults.push({
        path: [...path, 'security'],
        message:
          'plain sends the password in the clear: only for a server on this machine; use tls or starttls',
      })
    if (typeof tokenUrl === 'string' && !isSafe(tokenUrl))
      faults.push({ path: [...path, 'oauth', 'tokenUrl'], message: 'must begin with https://' })
    return faults
  })
}

function isSafe(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
}

export const mailboxWarnings = (document: unknown): readonly SchemaFault[] =>
  mailboxesIn(document)
    .filter(
      ([, { username, addresses }]) => typeof username === 'string' && !username.includes('@') && !addresses,
    )
    .map(([id]) => ({
      path: ['mailboxes', id],
      message:
        'names no address of the household: its mails are shown and announce no delivery; set addresses',
    }))
