// The verifier: judges an export of the journal and an evidence file, in a browser as on a server, with no network.
export { canonicalJson } from './canonical-json.ts'
export { CHAIN_START } from './chain-check.ts'
export type { BadLine, ChainStart, LineFault, LineMark } from './chain-check.ts'
export {
  checkpointOf,
  checkpointText,
  keyChangeText,
  pinOf,
  readHead,
  readPin,
  referenceOfHead,
} from './checkpoint.ts'
export type { NotedHead } from './checkpoint.ts'
export type { ClockFacts, ClockJump } from './clock-check.ts'
export { verifyEd25519 } from './ed25519.ts'
export type { Signed } from './ed25519.ts'
export { verifyEvidenceFile } from './evidence-file.ts'
export { CHECKER_NAME } from './evidence-format.ts'
export type {
  ChangedEvidence,
  EvidenceFault,
  EvidenceMedia,
  EvidenceVerdict,
  IncompleteEvidence,
  SoundEvidence,
} from './evidence-verdict.ts'
export { LINE_BYTES_MAX } from './journal-text.ts'
export { lineHash } from './line-hash.ts'
export type { JudgeOptions, OutsideKnowledge } from './outside.ts'
export type { SignatureFacts } from './signature-check.ts'
export { headlineOf, isAssured, judgementOf, rowsOf } from './verdict-words.ts'
export type { Judgement, Verdict, VerdictRow } from './verdict-words.ts'
export { verifyExport, verifyLines } from './verify-lines.ts'
export type { LinesOptions, LinesVerdict, SoundLines } from './verify-lines.ts'
