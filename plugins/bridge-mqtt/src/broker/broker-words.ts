// What went wrong with the broker, as a person can act on it.
import { codeOf } from '@portico/plugin-api'

/** CONNACK of MQTT 3.1.1 §3.2.2.3 (4, 5) and of MQTT 5 §3.2.2.2 (134, 135, 138). */
const refusedLogin: ReadonlySet<unknown> = new Set([4, 5, 134, 135, 138])

/** Another version is asked for: 3.1.1 §3.2.2.3 (1), 5 §3.2.2.2 (132). */
const otherVersion: ReadonlySet<unknown> = new Set([1, 132])

const untrusted: ReadonlySet<string | null> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const reasonOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null

export const isLoginRefused = (error: unknown): boolean => refusedLogin.has(reasonOf(error))

export const wantsOtherVersion = (error: unknown): boolean => otherVersion.has(reasonOf(error))

/** `ca`: the file of the settings; null: none. */
export function brokerWords(error: unknown, ca: string | null): string {
  if (isLoginRefused(error))
    return 'The broker takes neither user name nor password: correct bridges.mqtt.username, or portico secret mqtt.'
  const code = codeOf(error)
  if (untrusted.has(code))
    return ca === null
      ? 'Nobody known vouches for the certificate of the broker: name your authority in bridges.mqtt.ca.'
      : `The authority in ${ca} does not vouch for the certificate of the broker.`
  if (code === 'CERT_HAS_EXPIRED') return 'The certificate of the broker has ended: renew it.'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of the broker is for another name: use that name in bridges.mqtt.url.'
  if (code === 'HUB_MQTT_CA') return `The file ${ca ?? ''} of bridges.mqtt.ca cannot be read.`
  if (code === 'HUB_MQTT_FORBIDDEN')
    return 'The broker keeps this user from its own topics: let it read and write portico/# and write the discovery in the ACL of the broker.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'Nobody knows the name of the broker: check bridges.mqtt.url.'
  return 'The broker does not answer: it is tried again by itself. Check bridges.mqtt.url.'
}
