// What the checker says: one broken rule at one line.

export interface Finding {
  /** `S15`, `L8` …; `FORMAT` for a line nobody can read; `R1/…` for truth that lying witnesses hid (residual risk). */
  readonly invariant: string
  readonly seq: number
  readonly door: string | null
  readonly what: string
}

export interface CheckOptions {
  /** Hashes and links of the chain are recomputed. Default true. */
  readonly hashes?: boolean
  /** Witnesses were made to lie: what only the truth of the house shows is counted apart (safety design, section 7). */
  readonly lying?: boolean
  /** Nothing was broken in this run: every visit must be delivered, without an alarm (L18). */
  readonly faultless?: boolean
  /** The chain carries checkpoints: S34 is judged. */
  readonly sealed?: boolean
  /** Ed25519: whether the signature is the key's under the text. Without it, signatures of checkpoints are not judged. */
  readonly verify?: (text: string, signature: string, key: string) => boolean
  /** SHA-256 of a text's UTF-8 bytes, hex; a faster one than the checker's own. */
  readonly digest?: (text: string) => string
}
