// What the doctor says of live pictures: plain words about phones in the house and outside, and what each STUN and TURN
// server really does when it is asked.
import { afterEach, describe, expect, test } from 'vitest'
import { iceFaults, iceServersOf } from '../../src/config/ice-checks.ts'
import { askIceServer } from '../../src/doctor/ask-ice-server.ts'
import { lookAtLive } from '../../src/doctor/look-at-live.ts'
import { type IceAddress, readIceUrl, stunIn } from '../../src/live/ice-servers.ts'
import type { IceServer } from '../../src/config/checked-settings.ts'
import { homeSettings } from '../support/home-settings.ts'
import { RELAYED, TURN_LOGIN, TurnServer } from '../support/turn-server.ts'

const opened: TurnServer[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server[Symbol.asyncDispose]()
})

async function turnServer(transport?: 'udp' | 'tcp'): Promise<TurnServer> {
  const server = await TurnServer.start(transport)
  opened.push(server)
  return server
}

const at = (url: string): IceAddress => {
  const address = readIceUrl(url)
  if (!address) throw new Error(url)
  return address
}

describe('a server is asked', () => {
  test('how it sees this side', async () => {
    const { port } = await turnServer()
    const verdict = await askIceServer({ server: at(`stun:127.0.0.1:${port}`), login: null })
    expect(verdict).toEqual({ type: 'helps', at: expect.stringMatching(/^127\.0\.0\.1:\d+$/) })
  })

  test.each(['udp', 'tcp'] as const)('for a relay over %s, which is given back', async (transport) => {
    const server = await turnServer(transport)
    const asked = at(`turn:127.0.0.1:${server.port}?transport=${transport}`)
    expect(await askIceServer({ server: asked, login: TURN_LOGIN })).toEqual({ type: 'helps', at: RELAYED })
    expect(server.relays).toBe(0)
    const login = { ...TURN_LOGIN, credential: 'guess' }
    expect(await askIceServer({ server: asked, login })).toEqual({ type: 'refuses', code: 401 })
  })

  test('again when an answer was lost, and not for ever', async () => {
    const server = await turnServer()
    server.loses = 1
    const asked = at(`turn:127.0.0.1:${server.port}`)
    expect((await askIceServer({ server: asked, login: TURN_LOGIN })).type).toBe('helps')
    server.isSilent = true
    expect(await askIceServer({ server: asked, login: TURN_LOGIN, withinMs: 100 })).toEqual({
      type: 'silent',
    })
  })

  test('and one that is not there, or has no name, is told', async () => {
    const { port } = await turnServer('tcp')
    await opened.pop()?.[Symbol.asyncDispose]()
    const gone = at(`turn:127.0.0.1:${port}?transport=tcp`)
    expect(await askIceServer({ server: gone, login: TURN_LOGIN })).toEqual({ type: 'silent' })
    const nameless = await askIceServer({ server: at('stun:nobody.invalid'), login: null, withinMs: 3_000 })
    expect(['unknown-name', 'silent']).toContain(nameless.type)
  })
})

describe('the verdict', () => {
  const lan = { host: '192.0.2.7', port: 8080 }
  const say = async (servers: readonly IceServer[], { house = lan, ice = servers } = {}): Promise<string[]> =>
    (await lookAtLive({ house, ice }, servers)).map(({ verdict, words }) => `${verdict}: ${words}`)

  test('without servers', async () => {
    expect(await say([])).toEqual([
      'good: phones in the house: yes, by UDP from 192.0.2.7',
      expect.stringMatching(/^warning: phones outside: no, because no TURN server is set; .*stream/),
    ])
    const own = { host: '127.0.0.1', port: 8080 }
    const [first] = await say([], { house: own })
    expect(first).toMatch(
      /^warning: phones in the house: no, because the house listens on 127\.0\.0\.1 alone/,
    )
  })

  test('with one that relays', async () => {
    const { port } = await turnServer()
    const server = {
      urls: [`turn:127.0.0.1:${port}`],
      username: TURN_LOGIN.username,
      credential: TURN_LOGIN.credential,
    }
    expect((await say([server])).slice(1)).toEqual([
      `good: relays through ${RELAYED}`,
      'good: phones outside: yes, through the TURN server',
    ])
    expect((await say([{ ...server, credential: 'guess' }])).slice(1)).toEqual([
      'bad: refuses the username or the credential',
      expect.stringMatching(/^bad: phones outside: no, because no TURN server relays/),
    ])
  })

  test('with one whose credential nobody has told', async () => {
    const ice = [{ urls: ['turn:turn.example'], username: 'house' }]
    const servers = iceServersOf({ ...homeSettings, ice }, { logLevel: 'info', value: () => undefined })
    expect(servers).toEqual([])
    const said = await lookAtLive({ house: lan, ice }, servers)
    expect(said.at(-1)).toMatchObject({
      verdict: 'bad',
      words: expect.stringMatching(/the TURN server has no credential/),
      next: 'set PORTICO_TURN_CREDENTIAL or PORTICO_TURN_CREDENTIAL_FILE',
    })
  })
})

describe('the settings', () => {
  test('name servers that can be one, and who asks a TURN server', () => {
    const faults = iceFaults([
      { urls: ['stun:stun.example', 'https://example'], username: null },
      { urls: ['turn:turn.example'], username: null },
      { urls: ['turns:turn.example'], username: 'house' },
    ])
    expect(faults.map(({ path }) => path.join('.'))).toEqual([
      'network.ice.servers.0.urls.1',
      'network.ice.servers.1',
    ])
  })

  test.each([
    ['stun:stun.example', { scheme: 'stun', host: 'stun.example', port: 3478, transport: 'udp' }],
    ['turn:192.0.2.1:80?transport=tcp', { scheme: 'turn', host: '192.0.2.1', port: 80, transport: 'tcp' }],
    ['turns:turn.example', { scheme: 'turns', host: 'turn.example', port: 5349, transport: 'tcp' }],
    ['turn:[2001:db8::1]:3478', { scheme: 'turn', host: '2001:db8::1', port: 3478, transport: 'udp' }],
    ['stun:stun.example?transport=tcp', null],
    ['turn:turn.example:0', null],
    ['turn:turn.example:65536', null],
    ['turn://turn.example', null],
    ['http:example', null],
  ])('%s', (url, address) => {
    expect(readIceUrl(url)).toEqual(address)
  })

  test('the first server that listens on UDP is asked how the house is seen', () => {
    const server = (url: string): IceServer => ({ urls: [url], username: null, credential: null })
    expect(stunIn([])).toBe(null)
    expect(stunIn([server('turns:a.example')])).toBe(null)
    expect(stunIn([server('turn:a.example?transport=tcp'), server('turn:b.example:99')])).toEqual({
      host: 'b.example',
      port: 99,
    })
  })
})
