// Goal: the server shows its streams only to who may see them, holds no more memory or sockets than its limits, and
// gives slow viewers whole pictures or none. Method: real TCP, our own client and bare sockets.
import { type Socket, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { AccessUnit } from '../src/access-unit.ts'
import { VideoReceiver } from '../src/video-receiver.ts'
import { ParameterSetKeeper } from '../src/parameter-sets.ts'
import { parseSenderReport } from '../src/rtcp.ts'
import { followRtsp } from '../src/rtsp-client.ts'
import { type InterleavedFrame, type RtspMessage, RtspReader, writeMessage } from '../src/rtsp-message.ts'
import { type RtspServer, startRtspServer } from '../src/rtsp-server.ts'
import { pps, sps } from './fixture-pictures.ts'
import { Log, closeOf, ShownStream, Watch } from './rtsp-bench.ts'
import { HandClock, machineClock } from './test-clock.ts'

const credentials = { username: 'hub', password: 'let me see' }
const ended: AsyncDisposable[] = []

afterEach(async () => {
  while (ended.length > 0) await ended.pop()?.[Symbol.asyncDispose]()
})

function keep<T extends AsyncDisposable>(resource: T): T {
  ended.push(resource)
  return resource
}

/** A bare client: what it was answered and sent, in order. */
class BareViewer implements AsyncDisposable {
  readonly answers = new Log<RtspMessage>()
  readonly frames = new Log<InterleavedFrame>()
  readonly units = new Log<AccessUnit>()
  readonly socket: Socket
  #sequence = 0

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    const reader = new RtspReader()
    const receiver = new VideoReceiver({
      payloadType: 96,
      parameters: new ParameterSetKeeper('h264'),
      mono: () => 0,
      emit: (unit) => {
        this.units.add(unit)
      },
    })
    this.socket.on('error', () => undefined)
    this.socket.on('data', (chunk) => {
      for (const item of reader.push(chunk)) {
        if (item.type === 'message') this.answers.add(item)
        else {
          this.frames.add(item)
          if (item.channel === 2) receiver.rtp(item.data)
        }
      }
    })
    ended.push(this)
  }

  async ask(method: string, url: string, headers: Record<string, string> = {}): Promise<string> {
    this.#sequence += 1
    const CSeq = String(this.#sequence)
    this.socket.write(writeMessage(`${method} ${url} RTSP/1.0`, { CSeq, ...headers }))
    const answer = await this.answers.find((message) => message.headers.get('cseq')?.[0] === CSeq)
    return answer.start.split(' ')[1] ?? ''
  }

  async play(url: string): Promise<void> {
    await this.ask('SETUP', `${url}/video`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=2-3' })
    const session = this.answers.items.at(-1)?.headers.get('session')?.[0]?.split(';')[0] ?? ''
    await this.ask('PLAY', url, { Session: session })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
    await closeOf(this.socket)
  }
}

async function serve(
  streams: ReadonlyMap<string, ShownStream>,
  { secret = false, clock = machineClock } = {},
): Promise<RtspServer & { url: (path: string) => string }> {
  const options = { host: '127.0.0.1', port: 0, streams, clock }
  const server = await startRtspServer(secret ? { ...options, credentials } : options)
  return Object.assign(keep(server), { url: (path: string) => `rtsp://127.0.0.1:${server.port}${path}` })
}

describe('the RTSP server', () => {
  it('shows several streams to several viewers, each its own', async () => {
    const other = Uint8Array.from([...sps.subarray(0, 3), 0x1f, ...sps.subarray(4)])
    const streams = new Map([
      ['/hall', new ShownStream()],
      ['/porch', new ShownStream(other)],
    ])
    const { url } = await serve(streams)
    const watches = ['/hall', '/hall', '/porch'].map((path) => {
      const watch = new Watch()
      keep(followRtsp(watch.options(url(path), machineClock)))
      return watch
    })
    await streams.get('/hall')?.watched.find((count) => count === 2)
    await streams.get('/porch')?.watched.find((count) => count === 1)
    for (const stream of streams.values()) stream.show(3)
    for (const watch of watches) await watch.units.find(({ rtpTime }) => rtpTime === 4_294_960_000 + 18_000)
    expect(watches.map((watch) => watch.units.items[0]?.parameters.sps)).toEqual([sps, sps, other])
  })

  it('begins with a sender report and a key picture behind its parameter sets', async () => {
    const stream = new ShownStream()
    const { port, url } = await serve(new Map([['/hall', stream]]))
    const viewer = new BareViewer(port)
    stream.show(3)
    await viewer.play(url('/hall'))
    stream.show(12)
    await viewer.units.find(() => viewer.units.items.length === 5)
    const [first] = viewer.frames.items
    expect(first?.channel).toBe(3)
    expect(parseSenderReport(first?.data ?? new Uint8Array(0))?.wallMs).toBeCloseTo(1_763_900_001_000, 2)
    expect(viewer.units.items[0]).toMatchObject({ key: true, parameters: { sps, pps: [pps] } })
  })

  it('sends a sender report each second while it shows pictures', async () => {
    const clock = new HandClock()
    const stream = new ShownStream()
    const { port, url } = await serve(new Map([['/hall', stream]]), { clock })
    const viewer = new BareViewer(port)
    await viewer.play(url('/hall'))
    stream.show(1)
    const reports = (): number[] =>
      viewer.frames.items
        .filter(({ channel }) => channel === 3)
        .map(({ data }) => Math.round(parseSenderReport(data)?.wallMs ?? 0) - 1_763_900_000_000)
    await viewer.frames.find(() => reports().length === 1)
    clock.advance(1_000)
    stream.show(2)
    clock.advance(1_000)
    await viewer.frames.find(() => reports().length === 3)
    expect(reports()).toEqual([0, 0, 200])
  })

  it('refuses everything but OPTIONS without the right credentials', async () => {
    const stream = new ShownStream()
    const { port, url } = await serve(new Map([['/hall', stream]]), { secret: true })
    const viewer = new BareViewer(port)
    expect(await viewer.ask('OPTIONS', url('/hall'))).toBe('200')
    for (const method of ['DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'SET_PARAMETER', 'TEARDOWN', 'OTHER'])
      expect(await viewer.ask(method, url('/hall'))).toBe('401')
    const watch = new Watch()
    keep(followRtsp(watch.options(url('/hall'), machineClock, 'guess')))
    await watch.states.find(({ code }) => code === 'HUB_RTSP_REFUSED')
    expect(stream.watched.items).toEqual([])
  })

  it('answers what it cannot do with the fitting status', async () => {
    const { port, url } = await serve(new Map([['/hall', new ShownStream()]]))
    const viewer = new BareViewer(port)
    expect(await viewer.ask('DESCRIBE', url('/cellar'))).toBe('404')
    expect(await viewer.ask('DESCRIBE', 'no-url')).toBe('404')
    expect(await viewer.ask('SETUP', url('/hall'), { Transport: 'RTP/AVP;client_port=5000-5001' })).toBe(
      '461',
    )
    expect(await viewer.ask('PLAY', url('/hall'))).toBe('454')
    expect(await viewer.ask('RECORD', url('/hall'))).toBe('501')
    await viewer.play(url('/hall'))
    expect(await viewer.ask('PLAY', url('/hall'), { Session: 'another' })).toBe('454')
    expect(await viewer.ask('SETUP', url('/hall'), { Transport: 'RTP/AVP/TCP' })).toBe('455')
    expect(await viewer.ask('GET_PARAMETER', url('/hall'))).toBe('200')
  })

  it('leaves a slow viewer whole pictures: what was left out ends with a key picture', async () => {
    const stream = new ShownStream()
    const { port, url } = await serve(new Map([['/hall', stream]]))
    const viewer = new BareViewer(port)
    await viewer.play(url('/hall'))
    viewer.socket.pause()
    // 18 MB, far more than the kernel and the limit of the viewer hold.
    const large = (key: boolean): Uint8Array[] => {
      const nal = new Uint8Array(200_000).fill(7)
      nal.set([key ? 0x65 : 0x41, 0x80])
      return [nal]
    }
    for (let i = 0; i < 85; i += 1) stream.show(1, large(i % 10 === 0))
    viewer.socket.resume()
    // Room again in the middle of a group, which is of no use to anybody who missed its beginning.
    // The answer stands behind all that waited: when it is there, nothing waits any more.
    await viewer.ask('OPTIONS', url('/hall'))
    for (let i = 85; i < 101; i += 1) stream.show(1, large(i % 10 === 0))
    await viewer.units.find(({ rtpTime }) => rtpTime === 4_294_960_000 + 100 * 9_000)
    const units = viewer.units.items
    const indexes = units.map(({ rtpTime }) => (rtpTime - 4_294_960_000) / 9_000)
    expect(units.some(({ damaged }) => damaged)).toBe(false)
    expect(indexes.slice(-11)).toEqual(Array.from({ length: 11 }, (_, i) => 90 + i))
    const gaps = units.filter((_, i) => i > 0 && (indexes[i] ?? 0) !== (indexes[i - 1] ?? 0) + 1)
    expect(gaps.length).toBeGreaterThan(0)
    expect(gaps.every(({ key }) => key)).toBe(true)
  })

  it('closes connections over its limit at once, and those that never play after 15 s', async () => {
    const clock = new HandClock()
    const { port, url } = await serve(new Map([['/hall', new ShownStream()]]), { clock })
    const viewers = Array.from({ length: 32 }, () => new BareViewer(port))
    for (const viewer of viewers) expect(await viewer.ask('OPTIONS', url('/hall'))).toBe('200')
    const late = new BareViewer(port)
    await closeOf(late.socket)
    const [playing, ...idle] = viewers
    await playing?.play(url('/hall'))
    clock.advance(16_000)
    await Promise.all(idle.map(({ socket }) => closeOf(socket)))
    expect(await playing?.ask('OPTIONS', url('/hall'))).toBe('200')
  })

  it('closes a connection that sends garbage and stops its pictures when a viewer leaves', async () => {
    const stream = new ShownStream()
    const { port, url } = await serve(new Map([['/hall', stream]]))
    const viewer = new BareViewer(port)
    await viewer.play(url('/hall'))
    viewer.socket.write('\0\0')
    await closeOf(viewer.socket)
    await stream.watched.find((count) => count === 0)
    expect(stream.watched.items).toEqual([1, 0])
  })

  it('ends its viewers when it ends, and may be ended twice', async () => {
    const stream = new ShownStream()
    const server = await serve(new Map([['/hall', stream]]))
    const viewer = new BareViewer(server.port)
    await viewer.play(server.url('/hall'))
    const closed = closeOf(viewer.socket)
    await server[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await closed
    expect(stream.watched.items).toEqual([1, 0])
  })
})
