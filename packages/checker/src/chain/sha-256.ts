// SHA-256 (FIPS 180-4) of a text, in plain code: an outsider needs no library to recompute a chain.

/** First 32 bits of the fractional part of a root: 1/3 for the 64 constants, 1/2 for the start (FIPS 180-4, 4.2.2, 5.3.3). */
function fraction(prime: number, root: number): number {
  const value = prime ** root
  return Math.floor((value - Math.floor(value)) * 2 ** 32) | 0
}

function primes(count: number): number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}

const K = Int32Array.from(primes(64), (prime) => fraction(prime, 1 / 3))
const START = Int32Array.from(primes(8), (prime) => fraction(prime, 1 / 2))
const BLOCK = 64

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK)
  const whole = new Uint8Array(blocks * BLOCK)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  const bits = bytes.length * 8
  view.setUint32(whole.length - 8, Math.floor(bits / 2 ** 32))
  view.setUint32(whole.length - 4, bits >>> 0)
  return view
}

function expand(words: Int32Array, view: DataView, from: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(from + 4 * i)
  for (let i = 16; i < 64; i++) {
    const [x, y] = [words[i - 15] ?? 0, words[i - 2] ?? 0]
    const low = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const high = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    words[i] = ((words[i - 16] ?? 0) + low + (words[i - 7] ?? 0) + high) | 0
  }
}

/** One block (FIPS 180-4, 6.2.2). `s` holds a, b, … h. */
function compress(state: Int32Array, words: Int32Array): void {
  const s = [...state]
  for (let i = 0; i < 64; i++) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = s
    const up = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const one = (h + up + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (words[i] ?? 0)) | 0
    const down = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const two = (down + ((a & b) ^ (a & c) ^ (b & c))) | 0
    s.pop()
    s.unshift((one + two) | 0)
    s[4] = (d + one) | 0
  }
  for (let i = 0; i < 8; i++) state[i] = (state[i] ?? 0) + (s[i] ?? 0)
}

const utf8 = new TextEncoder()

/** SHA-256 of the text's UTF-8 bytes: 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  const view = padded(utf8.encode(text))
  const state = Int32Array.from(START)
  const words = new Int32Array(64)
  for (let at = 0; at < view.byteLength; at += BLOCK) {
    expand(words, view, at)
    compress(state, words)
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
