// The key of the simulated home, the same in every run: it signs what is exported. Where nothing is hashed, signing costs
// nothing and says nothing either; the place of every checkpoint is still judged.
import { type ChainSigner, chainSigner } from '@portico/evidence/seal'

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410, section 7). */
const HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

const der = Buffer.concat([HEAD, Buffer.alloc(32, 'simulated home')])

/** Signs truly. Everybody knows its key: it proves nothing outside of a simulation. */
export const knownSigner: ChainSigner = chainSigner(
  `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`,
)

const { key, pin } = knownSigner

/** Puts checkpoints where they belong, unsigned. */
export const placeSigner: ChainSigner = {
  key,
  pin,
  checkpoint: ({ seq: upTo, hash }) => ({ upTo, hash, key, sig: '' }),
  change: (next, { seq: upTo, hash }) => ({ upTo, hash, key: next.key, by: key, sig: '' }),
}
