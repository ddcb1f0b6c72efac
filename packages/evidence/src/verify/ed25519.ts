// Verifies Ed25519 signatures (RFC 8032, section 5.1.7) in plain code, so that checkpoints can be judged in a browser
// without WebCrypto. It verifies only, with public values only: nothing here is secret, nothing needs constant time.
import { sha512 } from './sha-512.ts'

const P = 2n ** 255n - 19n
/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

const mod = (value: bigint): bigint => {
  const rest = value % P
  return rest < 0n ? rest + P : rest
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = mod(base)
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P
    square = (square * square) % P
  }
  return result
}

const inverse = (value: bigint): bigint => power(value, P - 2n)

const D = mod(-121665n * inverse(121666n))
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n)

/** Extended coordinates (RFC 8032, section 5.1.4). */
interface Point {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
  readonly t: bigint
}

const NEUTRAL: Point = { x: 0n, y: 1n, z: 1n, t: 0n }

const affine = (x: bigint, y: bigint): Point => ({ x, y, z: 1n, t: (x * y) % P })

function add(p: Point, q: Point): Point {
  const a = mod((p.y - p.x) * (q.y - q.x))
  const b = ((p.y + p.x) * (q.y + q.x)) % P
  const c = (((p.t * 2n * D) % P) * q.t) % P
  const d = (p.z * 2n * q.z) % P
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) }
}

const littleEndian = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** Section 5.1.3; null where the bytes are no point, or one in another spelling. */
function decode(bytes: Uint8Array): Point | null {
  const spelled = littleEndian(bytes)
  const sign = spelled >> 255n
  const y = spelled & ((1n << 255n) - 1n)
  if (y >= P) return null
  const u = mod(y * y - 1n)
  const v = mod(D * y * y + 1n)
  const candidate = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n))
  const found = mod(v * candidate * candidate)
  const x = found === u ? candidate : found === mod(-u) ? mod(candidate * ROOT_OF_MINUS_ONE) : null
  if (x === null || (x === 0n && sign === 1n)) return null
  return affine((x & 1n) === sign ? x : P - x, y)
}

function encode({ x, y, z }: Point): Uint8Array {
  const scale = inverse(z)
  const spelled = mod(y * scale) | ((mod(x * scale) & 1n) << 255n)
  return Uint8Array.from({ length: 32 }, (_, at) => Number((spelled >> BigInt(8 * at)) & 0xffn))
}

const BASE = decode(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0x58 : 0x66))) ?? NEUTRAL

/** [m]p + [n]q, both scalars in one walk over their bits. */
function twoTimes([m, p]: readonly [bigint, Point], [n, q]: readonly [bigint, Point]): Point {
  const both = add(p, q)
  let sum = NEUTRAL
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = add(sum, sum)
    const one = (m >> bit) & 1n
    const other = (n >> bit) & 1n
    if (one && other) sum = add(sum, both)
    else if (one) sum = add(sum, p)
    else if (other) sum = add(sum, q)
  }
  return sum
}

export interface Signed {
  /** Public key, 32 bytes. */
  readonly key: Uint8Array
  readonly message: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/** False for whatever is no valid signature; a scalar or point in another spelling is none. Never throws. */
export function verifyEd25519({ key, message, signature }: Signed): boolean {
  if (key.length !== 32 || signature.length !== 64) return false
  const point = decode(key)
  const r = signature.subarray(0, 32)
  const s = littleEndian(signature.subarray(32))
  if (point === null || s >= L) return false
  const challenge = littleEndian(sha512(Uint8Array.of(...r, ...key, ...message))) % L
  const negative: Point = { ...point, x: mod(-point.x), t: mod(-point.t) }
  const expected = encode(twoTimes([s, BASE], [challenge, negative]))
  return expected.every((byte, at) => byte === r[at])
}
