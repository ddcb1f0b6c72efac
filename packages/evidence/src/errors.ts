// Every operating failure of sealing. The verifier throws none: what it finds is a verdict.
import { HubError } from '@portico/ports'

export const evidenceErrorCodes = [
  /** A key is not 32 bytes, or 32 zeros. */
  'HUB_SEAL_KEY',
  /** The signing key is not one. */
  'HUB_SEAL_SIGNING_KEY',
  /** Sealed bytes do not open: another key, purpose or place, or an altered byte. */
  'HUB_SEAL_OPEN',
  /** A line cannot be written as one: no JSON, or too long. */
  'HUB_SEAL_LINE',
  /** The given lines hold none of the session, or do not follow each other. */
  'HUB_EVIDENCE_LINES',
  /** More lines, pictures or films than one evidence file takes. */
  'HUB_EVIDENCE_SIZE',
  /** A picture or film is not the one that its line names. */
  'HUB_EVIDENCE_MEDIA',
] as const

export type EvidenceErrorCode = (typeof evidenceErrorCodes)[number]

export function evidenceError(code: EvidenceErrorCode, message: string, cause?: unknown): HubError {
  return new HubError(code, message, cause === undefined ? {} : { cause })
}
