// SHA-512 (FIPS 180-4) in plain code, for the signatures of checkpoints: browsers have no WebCrypto on plain-HTTP pages
// of a home network. Only short public texts pass through it, so it is written to be read and not to be fast.

const BLOCK = 128
const WORD = 64n
const MASK = (1n << WORD) - 1n

function primes(count: number): bigint[] {
  const found: bigint[] = []
  for (let n = 2n; found.length < count; n++) if (found.every((prime) => n % prime !== 0n)) found.push(n)
  return found
}

/** The largest whole number whose `power`th power is at most `value`. */
function root(value: bigint, power: bigint): bigint {
  let low = 0n
  let high = 1n << 80n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (middle ** power <= value) low = middle
    else high = middle
  }
  return low
}

/** The first 64 bits of the fraction of a root, as FIPS 180-4, sections 4.2.3 and 5.3.5, defines its constants. */
const fraction = (of: bigint, power: bigint): bigint => root(of << (WORD * power), power) & MASK

const K = primes(80).map((prime) => fraction(prime, 3n))
const START = primes(8).map((prime) => fraction(prime, 2n))

const rotate = (word: bigint, by: bigint): bigint => ((word >> by) | (word << (WORD - by))) & MASK

const smallSigma = (word: bigint, [a, b, shift]: readonly [bigint, bigint, bigint]): bigint =>
  rotate(word, a) ^ rotate(word, b) ^ (word >> shift)

const bigSigma = (word: bigint, [a, b, c]: readonly [bigint, bigint, bigint]): bigint =>
  rotate(word, a) ^ rotate(word, b) ^ rotate(word, c)

function padded(bytes: Uint8Array): DataView {
  const whole = new Uint8Array(Math.ceil((bytes.length + 17) / BLOCK) * BLOCK)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n)
  return view
}

function schedule(view: DataView, from: number): bigint[] {
  const w = Array.from({ length: 16 }, (_, at) => view.getBigUint64(from + 8 * at))
  for (let at = 16; at < 80; at++) {
    const low = smallSigma(w[at - 15] ?? 0n, [1n, 8n, 7n])
    const high = smallSigma(w[at - 2] ?? 0n, [19n, 61n, 6n])
    w.push(((w[at - 16] ?? 0n) + low + (w[at - 7] ?? 0n) + high) & MASK)
  }
  return w
}

function compress(state: readonly bigint[], w: readonly bigint[]): bigint[] {
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state
  for (const [at, k] of K.entries()) {
    const choice = (e & f) ^ (~e & MASK & g)
    const one = h + bigSigma(e, [14n, 18n, 41n]) + choice + k + (w[at] ?? 0n)
    const two = bigSigma(a, [28n, 34n, 39n]) + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + one) & MASK
    d = c
    c = b
    b = a
    a = (one + two) & MASK
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + (state[at] ?? 0n)) & MASK)
}

/** 64 bytes. */
export function sha512(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes)
  let state: readonly bigint[] = START
  for (let from = 0; from < view.byteLength; from += BLOCK) state = compress(state, schedule(view, from))
  const digest = new DataView(new ArrayBuffer(64))
  for (const [at, word] of state.entries()) digest.setBigUint64(8 * at, word)
  return new Uint8Array(digest.buffer)
}
