// Looking for cameras: what answers a question in the network, and what each tells without a password. Method: a device
// that answers on a port of this machine, in the machine's own time, which is short here.
import { createSocket } from 'node:dgram'
import { type Clock, instant, wallTime } from '@portico/plugin-api'
import { SimulatedOnvifDevice } from '@portico/testing/onvif'
import { afterEach, expect, test } from 'vitest'
import { discoverCameras } from '../src/discovery/discover.ts'

const mono = (): ReturnType<typeof instant> => instant(Number(process.hrtime.bigint()) / 1e6)
const clock: Clock = {
  boot: 'test',
  mono,
  wall: () => wallTime(Date.now()),
  wake: (at, call) => {
    const timer = setTimeout(call, Math.max(0, at - mono()))
    const cancel = (): void => {
      clearTimeout(timer)
    }
    return { cancel, [Symbol.dispose]: cancel }
  },
}

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]()
})

const look = (port: number): ReturnType<typeof discoverCameras> =>
  discoverCameras({ clock, waitMs: 300, to: { host: '127.0.0.1', port }, from: '127.0.0.1' })

test('a device is told once, with address, maker, model and what it can', async () => {
  const device = await SimulatedOnvifDevice.start({ clock })
  open.push(device)
  expect(await look(await device.answerProbes())).toEqual([
    {
      name: 'Front bell',
      address: device.address,
      maker: 'Example & Sons',
      model: 'BELL-1',
      can: ['stream', 'H.265', 'events'],
    },
  ])
})

test('one that answers discovery and then nothing is told by what it said', async () => {
  const device = await SimulatedOnvifDevice.start({ clock })
  open.push(device)
  device.fail('page')
  expect(await look(await device.answerProbes())).toEqual([
    { name: 'Front bell', address: device.address, maker: null, model: 'BELL-1', can: ['stream', 'H.265'] },
  ])
})

test.each([
  ['no XML', 'hello'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
  [
    'no address',
    '<Envelope><Body><ProbeMatches><ProbeMatch><EndpointReference><Address>urn:x</Address></EndpointReference></ProbeMatch></ProbeMatches></Body></Envelope>',
  ],
  [
    'an address of another kind',
    '<Envelope><Body><ProbeMatches><ProbeMatch><EndpointReference><Address>urn:x</Address></EndpointReference><XAddrs>file:///etc/passwd</XAddrs></ProbeMatch></ProbeMatches></Body></Envelope>',
  ],
])('%s is no answer', async (_, text) => {
  const socket = createSocket('udp4')
  socket.on('message', (_question, { port, address }) => {
    socket.send(text, port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const found = await look(socket.address().port)
  socket.close()
  expect(found).toEqual([])
})
