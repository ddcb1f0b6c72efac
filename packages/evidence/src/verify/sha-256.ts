// SHA-256 (FIPS 180-4) in plain code. WebCrypto cannot hash a film piece by piece and does not exist on plain-HTTP
// pages of a home network; a verifier must work in both cases. Only public bytes pass through here, never a key.

const BLOCK = 64

/** FIPS 180-4, section 4.2.2. */
const K = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
  ...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
  ...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
  ...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
  ...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
  ...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
  ...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
)

/** FIPS 180-4, section 5.3.3. */
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

/** Takes bytes in any cut. After `hex()` it is spent. */
export class Sha256 {
  readonly #state = Int32Array.from(START)
  readonly #words = new Int32Array(64)
  readonly #rest = new Uint8Array(BLOCK)
  #length = 0

  update(bytes: Uint8Array): this {
    const held = this.#length % BLOCK
    this.#length += bytes.length
    let at = 0
    if (held > 0) {
      at = Math.min(BLOCK - held, bytes.length)
      this.#rest.set(bytes.subarray(0, at), held)
      if (held + at < BLOCK) return this
      this.#block(new DataView(this.#rest.buffer), 0)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#block(view, at)
    this.#rest.set(bytes.subarray(at))
    return this
  }

  /** The digest, 64 lower-case hex digits. */
  hex(): string {
    const bits = this.#length * 8
    const held = this.#length % BLOCK
    const end = new Uint8Array(held < BLOCK - 8 ? BLOCK - held : 2 * BLOCK - held)
    end[0] = 0x80
    const view = new DataView(end.buffer)
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(end.length - 4, bits >>> 0)
    this.update(end)
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #block(view: DataView, from: number): void {
    const w = this.#words
    const s = this.#state
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(from + 4 * i)
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] ?? 0
      const y = w[i - 2] ?? 0
      const low = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
      const high = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
      w[i] = ((w[i - 16] ?? 0) + low + (w[i - 7] ?? 0) + high) | 0
    }
    let a = s[0] ?? 0
    let b = s[1] ?? 0
    let c = s[2] ?? 0
    let d = s[3] ?? 0
    let e = s[4] ?? 0
    let f = s[5] ?? 0
    let g = s[6] ?? 0
    let h = s[7] ?? 0
    for (let i = 0; i < 64; i++) {
      const up = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const one = (h + up + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0
      const down = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const two = (down + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + one) | 0
      d = c
      c = b
      b = a
      a = (one + two) | 0
    }
    s[0] = (s[0] ?? 0) + a
    s[1] = (s[1] ?? 0) + b
    s[2] = (s[2] ?? 0) + c
    s[3] = (s[3] ?? 0) + d
    s[4] = (s[4] ?? 0) + e
    s[5] = (s[5] ?? 0) + f
    s[6] = (s[6] ?? 0) + g
    s[7] = (s[7] ?? 0) + h
  }
}

const utf8 = new TextEncoder()

/** SHA-256 of a text's UTF-8 bytes, hex. */
export const sha256Hex = (text: string): string => new Sha256().update(utf8.encode(text)).hex()
