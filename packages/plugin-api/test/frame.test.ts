// Frames survive any cut of the byte stream, and what is too large is refused before it is kept.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRAME_BYTES_MAX, FrameReader, HEAD_BYTES_MAX, encodeFrame } from '../src/frame.ts'

test('frames come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ head: fc.jsonValue(), tail: fc.uint8Array({ maxLength: 300 }) }), {
        maxLength: 8,
      }),
      fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 20 }),
      (frames, cuts) => {
        const stream = Buffer.concat(frames.map(({ head, tail }) => encodeFrame(head, tail)))
        const reader = new FrameReader()
        const got: { head: unknown; tail: Uint8Array }[] = []
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1
          got.push(...reader.push(new Uint8Array(stream.subarray(at, at + size))))
          at += size
        }
        expect(got.map(({ head, tail }) => [JSON.stringify(head), [...tail]])).toEqual(
          frames.map(({ head, tail }) => [JSON.stringify(head), [...tail]]),
        )
      },
    ),
  )
})

test('a frame over its limit is refused by both ends', () => {
  expect(() => encodeFrame('x'.repeat(HEAD_BYTES_MAX))).toThrow(RangeError)
  expect(() => encodeFrame({}, new Uint8Array(FRAME_BYTES_MAX))).toThrow(RangeError)
  const reader = new FrameReader()
  expect(() => reader.push(Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 2))).toThrow(RangeError)
  expect(() => new FrameReader().push(Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 9))).toThrow(RangeError)
})
