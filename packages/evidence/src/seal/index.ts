// Sealing: the chain of the journal, the evidence file, and what is made of the home key.
export { evidenceErrorCodes } from '../errors.ts'
export type { EvidenceErrorCode } from '../errors.ts'
export { LINE_LENGTH_MAX, sealLine } from './chain.ts'
export type { ChainHead } from './chain.ts'
export { chainSigner, nativeEd25519, newSigningKey } from './chain-signer.ts'
export type { ChainSigner, CheckpointData } from './chain-signer.ts'
export { evidenceFile } from './evidence-file.ts'
export type { EvidenceOrder, MediaSource } from './evidence-file.ts'
export {
  HOME_KEY_BYTES,
  SEAL_BYTES,
  homeKey,
  keyedHash,
  mediaKey,
  openBytes,
  sealBytes,
  sealBytesAside,
} from './home-key.ts'
export type { HomeKey, SealUse } from './home-key.ts'
export { FileSealer, SEALED, SealedFile, openRecord, openWhole, sealFile } from './sealed-file.ts'
export type { RecordPlace, SealedSource } from './sealed-file.ts'
