// Judges the checkpoints of a chain, line by line behind the chain's own rules: who signed, whether truly, and whether
// the lines are those that somebody noted elsewhere.
import type { JournalLine } from '@portico/core'
import type { LineFault } from './chain-check.ts'
import {
  CHECKPOINT_TYPE,
  KEY_CHANGE_TYPE,
  bytesOfHex,
  checkpointOf,
  checkpointText,
  keyChangeOf,
  keyChangeText,
  pinOf,
} from './checkpoint.ts'
import { type Signed, verifyEd25519 } from './ed25519.ts'
import { type JudgeOptions, NOTHING_KNOWN } from './outside.ts'

/** What the signatures and the noted head say of lines that are sound in themselves. */
export interface SignatureFacts {
  /** Checkpoints and changes of keys, all of them good. */
  readonly signatures: number
  /** Pin of the key that signed the first of them; null: nothing is signed. */
  readonly pin: string | null
  /** `pinned`: it is the one that was named from outside. */
  readonly key: 'pinned' | 'unknown'
  /** Changes of the key, each signed by the key that went. */
  readonly keyChanges: number
  /** Newest line that a signature covers; null: none. Lines after it are an unsigned tail. */
  readonly signedTo: number | null
  /**
   * Of the head that was noted elsewhere: `met`, its line is here and the same; `outside`, it lies before or after these
   * lines; `none`, nobody named one.
   */
  readonly head: 'met' | 'outside' | 'none'
}

export interface SignatureFault {
  readonly why: Extract<LineFault, 'checkpoint' | 'signature' | 'key' | 'head'>
  readonly words: string
}

const fault = (why: SignatureFault['why'], words: string): SignatureFault => ({ why, words })

export class SignatureCheck {
  readonly #options: JudgeOptions
  #key: string | null = null
  #first: string | null = null
  #signatures = 0
  #keyChanges = 0
  #signedTo: number | null = null
  #headMet = false

  constructor(options: JudgeOptions) {
    this.#options = options
  }

  /** Every place in the chain, withheld ones too. */
  takePlace({ seq, hash }: Pick<JournalLine, 'seq' | 'hash'>): SignatureFault | null {
    const { head } = this.#options.outside ?? NOTHING_KNOWN
    if (head === null || head.seq !== seq) return null
    this.#headMet = hash.startsWith(head.hash)
    return this.#headMet
      ? null
      : fault('head', `its hash is not the one that was noted elsewhere (${head.hash}): it was written anew`)
  }

  /** The lines that are told in full; their place was taken before. */
  takeLine(line: JournalLine): SignatureFault | null {
    if (line.type === CHECKPOINT_TYPE) return this.#checkpoint(line)
    return line.type === KEY_CHANGE_TYPE ? this.#keyChange(line) : null
  }

  facts(): SignatureFacts {
    const { pin, head } = this.#options.outside ?? NOTHING_KNOWN
    return {
      signatures: this.#signatures,
      pin: this.#first === null ? null : pinOf(this.#first),
      key: pin !== null && this.#signatures > 0 ? 'pinned' : 'unknown',
      keyChanges: this.#keyChanges,
      signedTo: this.#signedTo,
      head: head === null ? 'none' : this.#headMet ? 'met' : 'outside',
    }
  }

  #checkpoint(line: JournalLine): SignatureFault | null {
    const found = checkpointOf(line)
    if (found === null) return fault('checkpoint', 'it is no checkpoint in the form of one')
    const bad = this.#judgePlace(line, found) ?? this.#judgeKey(found.key)
    if (bad) return bad
    if (!this.#isSigned(found.key, checkpointText(found), found.sig))
      return fault('signature', 'its signature is not one of its key: the checkpoint is forged')
    this.#note(found.key, found.upTo)
    return null
  }

  #keyChange(line: JournalLine): SignatureFault | null {
    const found = keyChangeOf(line)
    if (found === null) return fault('checkpoint', 'it is no change of keys in the form of one')
    const bad = this.#judgePlace(line, found) ?? this.#judgeKey(found.by)
    if (bad) return bad
    if (!this.#isSigned(found.by, keyChangeText(found), found.sig))
      return fault('signature', 'the key that goes has not signed the one that comes')
    this.#note(found.by, found.upTo)
    this.#keyChanges += 1
    this.#key = found.key
    return null
  }

  #judgePlace({ seq, prev }: JournalLine, { upTo, hash }: { readonly upTo: number; readonly hash: string }) {
    if (upTo === seq - 1 && hash === prev) return null
    return fault(
      'checkpoint',
      `it covers line ${upTo} with another hash or place than the line before it has`,
    )
  }

  #judgeKey(key: string): SignatureFault | null {
    if (this.#key === key) return null
    const { pin } = this.#options.outside ?? NOTHING_KNOWN
    const due = this.#key === null ? pin : pinOf(this.#key)
    if (due === null || due === pinOf(key)) return null
    return fault('key', `it is signed by the key ${pinOf(key)}, not by ${due}`)
  }

  #isSigned(key: string, message: Uint8Array, sig: string): boolean {
    const verify: (signed: Signed) => boolean = this.#options.ed25519 ?? verifyEd25519
    return verify({ key: bytesOfHex(key), message, signature: bytesOfHex(sig) })
  }

  #note(key: string, upTo: number): void {
    this.#key = key
    this.#first ??= key
    this.#signatures += 1
    this.#signedTo = upTo
  }
}
