// Goal: what runs in the cloud hands a directive on with the token from each of its places, hands the answer back unchanged,
// and answers whatever goes wrong in Alexa's own words. Method: the file as it is installed, over a local HTTPS server.
import { once } from 'node:events'
import { type Server, createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Cloud, type LocalCertificate, localCertificate } from '../support/cloud.ts'

const certificate = localCertificate()
if (!certificate) console.warn('no openssl here: the forwarder is not tried')

interface Heard {
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: string
}

interface Room {
  readonly server: Server
  readonly cloud: Cloud
}

const heard: Heard[] = []
/** Null: it never answers. */
let answer: { readonly status: number; readonly body: string } | null = { status: 200, body: '{}' }

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += String(piece)
  heard.push({ url: request.url, authorization: request.headers.authorization, body })
  if (answer) response.writeHead(answer.status, { location: 'https://localhost:1/' }).end(answer.body)
}

async function open({ key, cert, path }: LocalCertificate): Promise<Room> {
  const server = createServer({ key, cert }, (request, response) => {
    void take(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { server, cloud: Cloud.run(`https://localhost:${port}`, path) }
}

const header = {
  ...{ namespace: 'Alexa.LockController', name: 'Lock', payloadVersion: '3', messageId: 'm1' },
  correlationToken: 'c1',
}
const scope = { type: 'BearerToken', token: 'pta_token' }
const lock = { directive: { header, endpoint: { endpointId: 'door#front', scope }, payload: {} } }

describe.runIf(certificate)('the forwarder', () => {
  let room: Room | null = null
  const call = async (request: unknown): Promise<unknown> => room?.cloud.call(request)
  beforeAll(async () => {
    if (certificate) room = await open(certificate)
  })
  afterAll(async () => {
    await room?.cloud[Symbol.asyncDispose]()
    room?.server.closeAllConnections()
    room?.server.close()
    certificate?.[Symbol.dispose]()
  })

  it.each([
    ['the endpoint', lock],
    [
      'the payload of a discovery',
      { directive: { header: { ...header, name: 'Discover' }, payload: { scope } } },
    ],
    ['the grantee', { directive: { header, payload: { grant: { code: 'x' }, grantee: scope } } }],
  ])('bears the token of %s, and changes nothing on either way', async (_, request) => {
    const reply = { event: { header, payload: { words: 'grüße' } }, context: { properties: [] } }
    answer = { status: 200, body: JSON.stringify(reply) }
    expect(await call(request)).toEqual(reply)
    expect(heard.at(-1)).toEqual({
      url: '/api/alexa/smart-home',
      authorization: 'Bearer pta_token',
      body: JSON.stringify(request),
    })
  })

  it.each([
    [401, '{}', 'EXPIRED_AUTHORIZATION_CREDENTIAL'],
    [403, '{}', 'INSUFFICIENT_PERMISSIONS'],
    [429, '{}', 'RATE_LIMIT_EXCEEDED'],
    [503, '<html>', 'BRIDGE_UNREACHABLE'],
    [302, '', 'BRIDGE_UNREACHABLE'],
    [200, 'no JSON', 'BRIDGE_UNREACHABLE'],
    [200, JSON.stringify('x'.repeat(300_000)), 'BRIDGE_UNREACHABLE'],
  ])('answers a %i with %.8s as Alexa wants it', async (status, body, type) => {
    answer = { status, body }
    expect(await call(lock)).toMatchObject({
      event: {
        header: { namespace: 'Alexa', name: 'ErrorResponse', payloadVersion: '3', correlationToken: 'c1' },
        endpoint: { endpointId: 'door#front' },
        payload: { type },
      },
    })
  })

  it('refuses a grant in the way of grants', async () => {
    answer = { status: 503, body: '' }
    const grant = { directive: { header: { ...header, namespace: 'Alexa.Authorization' }, payload: {} } }
    expect(await call(grant)).toMatchObject({
      event: { header: { namespace: 'Alexa.Authorization' }, payload: { type: 'ACCEPT_GRANT_FAILED' } },
    })
  })

  it('gives up on a hub that never answers, before Alexa gives up on it', async () => {
    answer = null
    expect(await call(lock)).toMatchObject({ event: { payload: { type: 'BRIDGE_UNREACHABLE' } } })
  }, 20_000)

  it('hands on what is no directive, without a token', async () => {
    answer = { status: 401, body: '' }
    expect(await call({})).toMatchObject({ event: { header: { name: 'ErrorResponse' } } })
    expect(heard.at(-1)?.authorization).toBe('Bearer')
  })

  it('believes no certificate that nobody vouches for', async () => {
    const address = room?.server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await using stranger = Cloud.run(`https://localhost:${port}`, null)
    const before = heard.length
    expect(await stranger.call(lock)).toMatchObject({ event: { payload: { type: 'BRIDGE_UNREACHABLE' } } })
    expect(heard).toHaveLength(before)
  })
})
