// A source of delivery notices as the hub keeps it.
import type { Carrier } from '@portico/plugin-api'

/** What a source had us remember about how it proves itself. */
export interface SourceMemory {
  readonly value: string | null
  /** Resolves once it is durable. */
  remember(value: string): Promise<void>
}

export interface Source {
  readonly carrier: Carrier
  readonly secret: string
  /** Where the secret came from, for `portico hooks`; `missing`: it is the sender's, and nobody gave it. */
  readonly from: 'environment' | 'generated' | 'missing'
  readonly memory: SourceMemory
}
