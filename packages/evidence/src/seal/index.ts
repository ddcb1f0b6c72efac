// Sealing: the chain of the journal, the evidence file, and what is made of the home key.
export { evidenceErrorCodes } from '../errors.ts'
export type { EvidenceErrorCode } from '../errors.ts'
export { LINE_LENGTH_MAX, sealLine } from './chain.ts'
export type { ChainHead } from './chain.ts'
export { evidenceFile } from './evidence-file.ts'
export type { EvidenceOrder, MediaSource } from './evidence-file.ts'
export { HOME_KEY_BYTES, SEAL_BYTES, homeKey, keyedHash, openBytes, sealBytes } from './home-key.ts'
export type { HomeKey, SealUse } from './home-key.ts'
