// Goal: messages and frames are read the same however the network cuts them, and garbage ends the reading with one
// stable code. Method: a property over cuts, and hostile beginnings.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RtspReader, writeFrame, writeMessage } from '../src/rtsp-message.ts'
import { parseSdp, writeSdp } from '../src/sdp.ts'
import { readParameters, writeParameter } from '../src/text-parameters.ts'
import { pps, sps } from './fixture-pictures.ts'

const stream = Buffer.concat([
  writeMessage('RTSP/1.0 200 OK', { CSeq: '1', 'WWW-Authenticate': ['Digest a', 'Basic b'] }),
  writeFrame(0, Uint8Array.of(0x24, 0x0d, 0x0a)),
  Buffer.from('\r\n'),
  writeMessage('GET_PARAMETER rtsp://a/b RTSP/1.0', { CSeq: '2' }, 'portico-clock\r\n'),
  writeFrame(1, new Uint8Array(0)),
])

function read(chunks: readonly Buffer[]): unknown[] {
  const reader = new RtspReader()
  return chunks.flatMap((chunk) =>
    [...reader.push(chunk)].map((item) =>
      item.type === 'frame'
        ? [item.channel, [...item.data]]
        : [item.start, item.body, item.headers.get('www-authenticate')],
    ),
  )
}

const expected = [
  ['RTSP/1.0 200 OK', '', ['Digest a', 'Basic b']],
  [0, [0x24, 0x0d, 0x0a]],
  ['GET_PARAMETER rtsp://a/b RTSP/1.0', 'portico-clock\r\n', undefined],
  [1, []],
]

describe('an RTSP connection', () => {
  it('is read the same however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        expect(read(edges.slice(1).map((end, i) => stream.subarray(edges[i], end)))).toEqual(expected)
      }),
    )
    expect(read([...stream].map((byte) => Buffer.of(byte)))).toEqual(expected)
  })

  it.each([
    ['bytes that are neither message nor frame', Buffer.of(0, 1, 2)],
    ['a head without end', Buffer.alloc(20_000, 'A')],
    ['a body over the limit', Buffer.from('PLAY a RTSP/1.0\r\nContent-Length: 70000\r\n\r\n')],
    ['a length that is no number', Buffer.from('PLAY a RTSP/1.0\r\nContent-Length: -1\r\n\r\n')],
    ['a header without a name', Buffer.from('PLAY a RTSP/1.0\r\n: x\r\n\r\n')],
  ])('ends at %s', (_, bytes) => {
    expect(() => read([bytes])).toThrow(expect.objectContaining({ code: 'HUB_RTSP_SYNTAX' }))
  })
})

describe('a session description', () => {
  it('is read back as it was written', () => {
    const { video, sound } = parseSdp(writeSdp({ sps, pps, payloadType: 96 }), 'rtsp://camera/hall/')
    expect(video?.control).toBe('rtsp://camera/hall/video')
    expect(video?.payloadType).toBe(96)
    expect(video?.parameterSets).toEqual([sps, pps])
    expect(sound).toBeNull()
  })

  it('with sound before the picture, absolute controls and no parameter sets still names the video', () => {
    const sdp = `v=0\na=control:rtsp://c/x\nm=audio 0 RTP/AVP 0\na=control:t=0\nm=video 0 RTP/AVP 97\na=rtpmap:97 h264/90000\na=control:rtsp://c/x/t=1\n`
    const { video, sound, control } = parseSdp(sdp, 'rtsp://c/x')
    expect(video).toEqual({
      codec: 'h264',
      payloadType: 97,
      control: 'rtsp://c/x/t=1',
      parameterSets: [],
      keyRequest: null,
    })
    expect(control).toBe('rtsp://c/x')
    expect(sound).toMatchObject({
      payloadType: 0,
      control: 'rtsp://c/x/t=0',
      format: { codec: 'pcmu', rate: 8_000 },
    })
  })

  it('without H.264 or H.265 video names none', () => {
    const jpeg = 'v=0\r\nm=video 0 RTP/AVP 26\r\na=rtpmap:26 JPEG/90000\r\n'
    expect(parseSdp(jpeg, 'rtsp://c').video).toBeNull()
  })
})

describe('text parameters', () => {
  it('come back as they were written, and names may stand alone', () => {
    expect([...readParameters(`${writeParameter('portico-nonce', '00ff')}portico-clock\r\n`)]).toEqual([
      ['portico-nonce', '00ff'],
      ['portico-clock', ''],
    ])
  })

  it('cannot smuggle in a line', () => {
    expect(() => writeParameter('a', 'b\r\nc: d')).toThrow(
      expect.objectContaining({ code: 'HUB_RTSP_VALUE' }),
    )
    expect(() => writeParameter('', 'b')).toThrow(expect.objectContaining({ code: 'HUB_RTSP_VALUE' }))
  })
})
