// Goal: the whole way of a camera that nobody here wrote the pictures of: an ONVIF device names its stream, the plugin
// reports it, the engine films it. Method: GStreamer's RTSP server behind a simulated device; skipped, with the reason on
// stderr, where GStreamer is not installed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CameraNote, CameraSource, PluginHost, StreamSource } from '@portico/plugin-api'
import plugin from '@portico/plugin-onvif'
import { SimulatedOnvifDevice } from '@portico/testing/onvif'
import { describe, expect, it } from 'vitest'
import { clock, filmed } from './filmed.ts'
import { GstreamerCamera, missing, skipsLoudly } from './gstreamer-source.ts'

const isMissing = skipsLoudly(
  'an ONVIF camera made of GStreamer',
  missing('x264enc', 'rtph264pay', 'videotestsrc'),
)
const none = (): never => {
  throw new Error('an ONVIF camera has no such part')
}

/** What the plugin tells of the one camera at this address, until it is disposed. */
async function named(address: string): Promise<AsyncDisposable & { readonly source: StreamSource }> {
  const storage = mkdtempSync(join(tmpdir(), 'portico-onvif-'))
  const found = Promise.withResolvers<StreamSource>()
  await using used = new AsyncDisposableStack()
  used.defer(() => rmSync(storage, { recursive: true, force: true }))
  const nothing = (): void => {}
  const host: PluginHost = {
    devices: [{ id: 'eye', kind: 'camera', options: { address, username: 'hub' }, secret: 'pictures' }],
    storage,
    hubKey: '',
    clock,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    signal: new AbortController().signal,
    addLock: none,
    addContact: none,
    addEdge: none,
    addBell: none,
    addMailbox: none,
    addCamera: () => (report: CameraSource | CameraNote) => {
      if ('rtsp' in report && report.rtsp !== null) found.resolve(report)
    },
    setReachable: nothing,
    onAct: none,
    use: (resource) => void used.use(resource),
  }
  await plugin.start(host)
  const source = await found.promise
  const kept = used.move()
  return { source, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

describe.skipIf(isMissing)('an ONVIF camera made of GStreamer', () => {
  it.each(['token', 'digest-sha256'] as const)('that wants %s is found, opened and filmed', async (auth) => {
    await using camera = await GstreamerCamera.start({ authentication: 'digest' })
    await using device = await SimulatedOnvifDevice.start({
      clock,
      auth,
      username: 'hub',
      password: 'pictures',
      streams: { main: camera.url },
    })
    await using eye = await named(device.address)
    expect(eye.source.rtsp).toBe(camera.url)
    const { segment } = await filmed({ source: eye.source, pictures: 15 })
    expect(segment.frames).toBeGreaterThanOrEqual(15)
  })
})
