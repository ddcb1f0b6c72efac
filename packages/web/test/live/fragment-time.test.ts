// The time of the last picture is read from fragments as the camera engine writes them.
import { describe, expect, it } from 'vitest'
import { lastPictureTime } from '../../src/live/fragment-time.ts'

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

/** Written by the camera engine: three pictures from 3.05 s on, of 0.1, 0.09 and 0.11 s. */
const three = bytesOf(
  'AAAAfG1vb2YAAAAQbWZoZAAAAAAAAAAHAAAAZHRyYWYAAAAQdGZoZAACAAAAAAABAAAAFHRmZHQBAAAAAAAAAAAEMEQAAAA4dHJ1bgAABwEAAAADAAAAhAAAIygAAAAGAgAAAAAAH6QAAAAGAQEAAAAAJqwAAAAGAQEAAAAAABptZGF0AAAAAgkQAAAAAgkQAAAAAgkQ',
)
/** One picture, five ticks after the start of the track. */
const one = bytesOf(
  'AAAAZG1vb2YAAAAQbWZoZAAAAAAAAAAIAAAATHRyYWYAAAAQdGZoZAACAAAAAAABAAAAFHRmZHQBAAAAAAAAAAAAAAUAAAAgdHJ1bgAABwEAAAABAAAAbAAAIygAAAAGAgAAAAAAAA5tZGF0AAAAAgkQ',
)

describe('lastPictureTime', () => {
  it('is the time of the last picture in the fragment, not of the first', () => {
    expect(lastPictureTime(three)).toBeCloseTo(3.05 + 0.1 + 0.09, 6)
    expect(lastPictureTime(one)).toBeCloseTo(5 / 90_000, 9)
  })

  it('reads a fragment that lies within other bytes', () => {
    const around = new Uint8Array(three.length + 8)
    around.set(three, 8)
    expect(lastPictureTime(around.subarray(8))).toBeCloseTo(3.24, 6)
  })

  it('is not known of anything else, and of nothing that is cut off', () => {
    expect(lastPictureTime(new Uint8Array())).toBeNull()
    expect(lastPictureTime(new TextEncoder().encode('<html>'))).toBeNull()
    for (let length = 0; length < 124; length += 1)
      expect(lastPictureTime(three.subarray(0, length)), `${length} bytes`).toBeNull()
  })
})
