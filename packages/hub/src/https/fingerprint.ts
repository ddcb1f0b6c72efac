// The fingerprint of a certificate as people compare it: eight words for its first eight bytes, and all of it in hex.
import type { X509Certificate } from 'node:crypto'
import { fingerprintWords } from './fingerprint-words.data.ts'

export interface Fingerprint {
  /** 64 bits: nobody can make another certificate with the same words in a lifetime of trying. */
  readonly words: string
  /** SHA-256, in groups of four digits. */
  readonly hex: string
}

const WORDS = 8

export function fingerprintOf({ fingerprint256 }: Pick<X509Certificate, 'fingerprint256'>): Fingerprint {
  const bytes = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex')
  return {
    words: [...bytes.subarray(0, WORDS)].map((byte) => fingerprintWords[byte] ?? '').join(' '),
    hex: bytes
      .toString('hex')
      .toUpperCase()
      .replaceAll(/.{4}(?=.)/g, '$& '),
  }
}
