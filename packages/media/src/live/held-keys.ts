// Keys of SRTP as objects of the platform instead of raw bytes: Node looks at raw ones anew with each packet, which takes
// it twice as long as everything else about that packet.
import { KeyObject, createSecretKey } from 'node:crypto'

/** Names under which the ciphers of werift keep what they hand to `createCipheriv` and `createHmac`. */
const NAMES = ['srtpSessionKey', 'srtcpSessionKey', 'srtpSessionAuthTag', 'srtcpSessionAuthTag'] as const

/** Both take a `KeyObject` wherever they take bytes; what is none of those names stays as it is. */
export function holdKeys(cipher: object): void {
  for (const name of NAMES) {
    const raw: unknown = Reflect.get(cipher, name)
    if (raw instanceof Uint8Array) Reflect.set(cipher, name, createSecretKey(raw))
  }
}

/** Whether a cipher's packets go the quick way. */
export const holdsKeys = (cipher: object): boolean =>
  NAMES.every((name) => !Reflect.has(cipher, name) || Reflect.get(cipher, name) instanceof KeyObject)
