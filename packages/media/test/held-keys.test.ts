// Goal: a viewer's packets are encrypted with keys that Node need not look at anew each time, for each kind of SRTP that the
// library speaks, and they are the same packets. Method: the library's own ciphers, with and without.
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { RtpHeader, SrtpSession } from 'werift'
import { holdKeys, holdsKeys } from '../src/live/held-keys.ts'

const PROFILES = [
  ['SRTP_AES128_CM_HMAC_SHA1_80', 0x0001, 14],
  ['SRTP_AEAD_AES_128_GCM', 0x0007, 12],
] as const

it.each(PROFILES)('%s: the same packets, which the other side reads', (_name, profile, saltBytes) => {
  const [mine, theirs] = [0, 1].map(() => ({ key: randomBytes(16), salt: randomBytes(saltBytes) }))
  if (!mine || !theirs) throw new Error('two sides')
  const session = (near: typeof mine, far: typeof mine): SrtpSession =>
    new SrtpSession({
      profile,
      keys: {
        localMasterKey: near.key,
        localMasterSalt: near.salt,
        remoteMasterKey: far.key,
        remoteMasterSalt: far.salt,
      },
    })
  const [plain, held, reader] = [session(mine, theirs), session(mine, theirs), session(theirs, mine)]
  const { cipher } = held.localContext
  expect(holdsKeys(cipher)).toBe(false)
  holdKeys(cipher)
  expect(holdsKeys(cipher)).toBe(true)
  const header = new RtpHeader({ sequenceNumber: 7, timestamp: 90_000, ssrc: 1, payloadType: 102 })
  const payload = randomBytes(1_150)
  const packet = held.encrypt(payload, header)
  expect(packet).toEqual(plain.encrypt(payload, header))
  expect(reader.decrypt(packet).subarray(-payload.length)).toEqual(payload)
})
