// What no route ever sees: requests that are none, too long or never end. Each is answered in the one shape of refusals
// and its line is cut.
import { ErrorReply } from '@portico/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONNECTIONS_MAX } from '../../src/http/app.ts'
import { createFaces } from '../../src/http/faces.ts'
import { createListener } from '../../src/http/listeners.ts'
import { misfits } from '../support/fitting.ts'
import { ANY_PORT } from '../support/home-settings.ts'
import { sendRaw } from '../support/raw-request.ts'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await TestHub.open()
})
afterAll(() => hub[Symbol.asyncDispose]())

const host = (base: string): string => `Host: ${new URL(base).host}`

test.each([
  ['no request at all', 'planted nonsense\r\n\r\n'],
  ['a method that is none', 'BREW /healthz HTTP/1.1\r\nHOST\r\n\r\n'],
  ['a header without end', `GET /healthz HTTP/1.1\r\nHOST\r\nX-Planted: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['a length that is none', 'POST /d/front HTTP/1.1\r\nHOST\r\nContent-Length: -1\r\n\r\n'],
  [
    'two ways to tell the length',
    'POST /d/front HTTP/1.1\r\nHOST\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a line that is folded', 'GET /healthz HTTP/1.1\r\nHOST\r\nX-A: b\r\n planted\r\n\r\n'],
  ['the greeting of another protocol', '\u0016\u0003\u0001\u0002\u0000'],
])('%s is a 400 in the shape of all refusals, on both listeners', async (_name, text) => {
  for (const base of [hub.houseUrl, hub.streetUrl]) {
    const [head = '', body = ''] = (await sendRaw(base, text.replace('HOST', host(base)))).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(head).toMatch(/\r\nConnection: close$/im)
    expect(JSON.parse(body)).toEqual({ code: 'HUB_HTTP_BODY', message: 'The request cannot be read.' })
    expect(misfits(ErrorReply, JSON.parse(body))).toEqual([])
  }
})

test('nobody is led through to elsewhere: CONNECT is hung up on', async () => {
  expect(
    await sendRaw(hub.houseUrl, `CONNECT evil.example:443 HTTP/1.1\r\n${host(hub.houseUrl)}\r\n\r\n`),
  ).toBe('')
})

test('a request that dribbles, and more connections than are kept, have their limits', async () => {
  using faces = createFaces(hub.hub)
  for (const side of ['house', 'street'] as const) {
    const app = await createListener(faces, side, ANY_PORT)
    const { maxConnections, requestTimeout, headersTimeout, keepAliveTimeout } = app.server
    await app.close()
    expect({ maxConnections, requestTimeout, headersTimeout, keepAliveTimeout }).toEqual({
      maxConnections: CONNECTIONS_MAX,
      requestTimeout: 5_000,
      headersTimeout: 5_000,
      keepAliveTimeout: 5_000,
    })
  }
})
