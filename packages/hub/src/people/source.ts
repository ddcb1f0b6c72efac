// A source of delivery notices as the hub keeps it.
import type { Carrier } from '@portico/plugin-api'
import type { RotatingSecret, SecretOrigin } from './rotating-secret.ts'

/** What a source had us remember about how it proves itself. */
export interface SourceMemory {
  readonly value: string | null
  /** Resolves once it is durable. */
  remember(value: string): Promise<void>
}

export interface Source {
  readonly carrier: Carrier
  /** Those that are good now, newest first, one a line. */
  readonly secret: string
  /** Where the secret came from, for `portico hooks`; `missing`: it is the sender's, and nobody gave it. */
  readonly from: SecretOrigin
  readonly memory: SourceMemory
  /** The same, to be changed. */
  readonly rotating: RotatingSecret
  /** Of the account at the service: asks it. `missing` until somebody types one. */
  readonly key: RotatingSecret
}
