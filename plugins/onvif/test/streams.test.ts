// What the plugin makes of a device: its streams, by every way in which devices let somebody ask, and the device that
// calls itself by another address, has a wrong clock or an old firmware. Against a simulated device, over real HTTP.
import { afterEach, expect, test } from 'vitest'
import { Started, type StartedOptions, seconds } from './started.ts'

const open: Started[] = []
afterEach(async () => {
  for (const started of open.splice(0)) await started[Symbol.asyncDispose]()
})

async function start(options: StartedOptions = {}): Promise<Started> {
  const started = await Started.open(options)
  open.push(started)
  return started
}

async function sourceOf(
  options: StartedOptions,
): Promise<{ started: Started; source: unknown; logged: readonly string[] }> {
  const started = await start(options)
  const host = await started.host()
  await host.until(() => host.reachable.includes('porch back'))
  return { started, source: host.sources[0], logged: host.logged }
}

test.each(['token', 'digest-md5', 'digest-sha256'] as const)(
  'a device that wants %s tells its streams, its still and that it speaks',
  async (auth) => {
    const { started, source } = await sourceOf({ device: { auth } })
    const { hostname } = new URL(`http://${started.device.address}`)
    expect(source).toEqual({
      rtsp: `rtsp://${started.device.address}/main`,
      second: `rtsp://${started.device.address}/sub`,
      snapshot: `http://${started.device.address}/snapshot.jpg`,
      username: 'portico',
      password: 'sesame',
      transport: 'tcp',
      backchannel: true,
      liveness: { method: 'none' },
    })
    expect(hostname).toBe('127.0.0.1')
  },
)

test.each(['token', 'digest-md5'] as const)(
  'a device with %s whose clock is an hour off is served, and the clock is told',
  async (auth) => {
    const { source, logged } = await sourceOf({ device: { auth, clockOffsetMs: 3_600_000 } })
    expect(source).toBeDefined()
    expect(logged.filter((line) => line.startsWith('the clock of the device is wrong'))).toEqual([
      expect.stringContaining('"offBySeconds":3600'),
    ])
  },
)

test('a device behind a router is reached by the host of the settings, with its own ports of streams', async () => {
  const { source } = await sourceOf({
    device: { calls: '192.0.2.20:8000', streams: { main: 'rtsp://192.0.2.20:8554/main?x=1' } },
  })
  expect(source).toMatchObject({
    rtsp: 'rtsp://127.0.0.1:8554/main?x=1',
    snapshot: expect.stringContaining('127.0.0.1'),
  })
})

test('no password goes to a host that the settings do not name', async () => {
  const { started } = await sourceOf({ device: { calls: '192.0.2.20:8000' } })
  expect(started.device.asked).toContain('GetStreamUri')
})

test('credentials in the address that a device names are left out', async () => {
  const { source } = await sourceOf({ device: { streams: { main: 'rtsp://admin:x@127.0.0.1:554/main' } } })
  expect(source).toMatchObject({ rtsp: 'rtsp://127.0.0.1:554/main' })
})

test('H.265 is found by Media2, with the H.264 stream as its second', async () => {
  const { source } = await sourceOf({
    device: {
      profiles: [
        { token: 'a', encoding: 'H265', width: 3840, height: 2160 },
        { token: 'b', encoding: 'H264', width: 640, height: 360 },
      ],
    },
  })
  expect(source).toMatchObject({
    rtsp: expect.stringMatching(/\/a$/),
    second: expect.stringMatching(/\/b$/),
    backchannel: false,
  })
})

test('a device without GetServices and Media2 is asked for its capabilities', async () => {
  const { started, source } = await sourceOf({ device: { isOld: true, hasMedia2: false } })
  expect(source).toMatchObject({ rtsp: expect.stringMatching(/\/main$/), backchannel: true })
  expect(started.device.asked).toContain('GetCapabilities')
})

test('the settings may name the profiles', async () => {
  const { source } = await sourceOf({ options: { profile: 'sub', secondProfile: 'main' } })
  expect(source).toMatchObject({
    rtsp: expect.stringMatching(/\/sub$/),
    second: expect.stringMatching(/\/main$/),
  })
})

test('a profile that the device does not have is told with those it has, and not asked for again at once', async () => {
  const started = await start({ options: { profile: 'mian' } })
  const host = await started.host()
  await host.until(() => host.logged.length > 0)
  expect(host.logged[0]).toContain('no profile \\"mian\\"; the device has main, sub')
  const asked = started.device.asked.length
  await started.clock.advance(seconds(60))
  expect(started.device.asked.length).toBe(asked)
})

test('a wrong password is told once, in words, and tried again only after five minutes', async () => {
  const started = await start({ secret: 'wrong' })
  const host = await started.host()
  await host.until(() => host.logged.length > 0)
  const { refusals } = started.device
  expect(refusals).toBeLessThanOrEqual(2)
  await started.clock.advance(seconds(299))
  expect(started.device.refusals).toBe(refusals)
  await started.clock.advance(seconds(2))
  await started.device.until(() => started.device.refusals > refusals)
  expect(host.logged.filter((line) => line.startsWith('wrong password'))).toHaveLength(1)
  expect(host.reachable).toEqual(['porch lost'])
  expect(host.logged.join()).not.toContain('"wrong"')
})

test.each(['bomb', 'huge', 'cut', 'page'] as const)(
  'an answer that is a %s is no answer: the device is lost, and found when it is well again',
  async (fault) => {
    const started = await start({ prepare: (device) => device.fail(fault, 'GetProfiles') })
    const host = await started.host()
    await host.until(() => host.reachable.length > 0)
    expect(host.reachable).toEqual(['porch lost'])
    expect(host.sources).toEqual([])
    started.device.fail(null)
    await started.clock.advance(seconds(1))
    await host.until(() => host.reachable.includes('porch back'))
    expect(host.reachable).toEqual(['porch lost', 'porch back'])
  },
)

test('a device that never answers is given up after six seconds', async () => {
  const started = await start({ prepare: (device) => device.fail('hang', 'GetProfiles') })
  const host = await started.host()
  await started.device.until(() => started.device.asked.includes('GetProfiles'))
  await started.clock.advance(seconds(6))
  await host.until(() => host.logged.length > 0)
  expect(host.logged[0]).toContain('HUB_ONVIF_TIMEOUT')
})
