// The verifier: judges an export of the journal and an evidence file, in a browser as on a server, with no network.
export { canonicalJson } from './canonical-json.ts'
export { CHAIN_START } from './chain-check.ts'
export type { BadLine, ChainStart, LineFault, LineMark } from './chain-check.ts'
export { verifyEvidenceFile } from './evidence-file.ts'
export type {
  ChangedEvidence,
  EvidenceFault,
  EvidenceMedia,
  EvidenceVerdict,
  SoundEvidence,
} from './evidence-verdict.ts'
export { LINE_BYTES_MAX } from './journal-text.ts'
export { lineHash } from './line-hash.ts'
export { verifyExport, verifyLines } from './verify-lines.ts'
export type { LinesVerdict } from './verify-lines.ts'
