// The envelope of a question (SOAP 1.2), with WS-Addressing where a subscription wants it and WS-UsernameToken
// (Web Services Security UsernameToken Profile 1.0, section 3) where there is a password.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { escaped } from './xml.ts'

const SOAP = 'http://www.w3.org/2003/05/soap-envelope'
const ADDRESSING = 'http://www.w3.org/2005/08/addressing'
const SECURITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const UTILITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const PROFILE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0'
const MESSAGE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** What a subscription wants to be told with every question about it. */
export interface Addressing {
  readonly to: string
  readonly action: string
  /** Elements that the device gave with its address, to be told back as they were. */
  readonly parameters: string
}

export interface EnvelopeOrder {
  readonly body: string
  readonly addressing: Addressing | null
  /** null: without a token. */
  readonly token: string | null
}

export const envelope = ({ body, addressing, token }: EnvelopeOrder): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${SOAP}" xmlns:a="${ADDRESSING}"><s:Header>${
    addressing ? addressed(addressing) : ''
  }${token ?? ''}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

const addressed = ({ to, action, parameters }: Addressing): string =>
  `<a:Action s:mustUnderstand="1">${escaped(action)}</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>` +
  `<a:ReplyTo><a:Address>${ADDRESSING}/anonymous</a:Address></a:ReplyTo><a:To s:mustUnderstand="1">${escaped(to)}</a:To>${parameters}`

/** base64(sha1(nonce + created + password)). */
export function passwordDigest(nonce: Uint8Array, created: string, password: string): string {
  return createHash('sha1').update(nonce).update(created, 'utf8').update(password, 'utf8').digest('base64')
}

/** `now`: what the clock of the *device* says, Unix ms; a device refuses a token that is not of now. */
export function usernameToken({ username, password }: Credentials, now: number): string {
  const nonce = randomBytes(16)
  const created = new Date(now).toISOString()
  return (
    `<w:Security s:mustUnderstand="1" xmlns:w="${SECURITY}" xmlns:u="${UTILITY}"><w:UsernameToken>` +
    `<w:Username>${escaped(username)}</w:Username>` +
    `<w:Password Type="${PROFILE}#PasswordDigest">${passwordDigest(nonce, created, password)}</w:Password>` +
    `<w:Nonce EncodingType="${MESSAGE}#Base64Binary">${nonce.toString('base64')}</w:Nonce>` +
    `<u:Created>${created}</u:Created></w:UsernameToken></w:Security>`
  )
}
