// Goal: what the house shows is believed by whoever trusts its authority, for its own names and nobody else's, and never
// runs out. Method: real TLS by OpenSSL in memory of this machine, virtual time, and an authority that is misused.
import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type Server, createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PeerCertificate, connect } from 'node:tls'
import { milliseconds, minutes, wallTime } from '@portico/core'
import { TestClock } from '@portico/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pemOf, serverExtensions, writeCertificate } from '../../src/https/certificate.ts'
import { fingerprintOf } from '../../src/https/fingerprint.ts'
import { fingerprintWords } from '../../src/https/fingerprint-words.data.ts'
import {
  AUTHORITY_FILE,
  CLOCK_FLOOR,
  loadAuthority,
  replaceAuthority,
} from '../../src/https/house-authority.ts'
import { DAYS, HouseCertificate, type ServerCertificate } from '../../src/https/house-certificate.ts'
import type { HouseName, MachineNames } from '../../src/https/house-names.ts'
import { answerBoth } from '../../src/https/plain-or-secure.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const START = Date.UTC(2026, 10, 26)

let folder: string
const ended: (() => void)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-https-'))
})
afterEach(() => {
  while (ended.length > 0) ended.pop()?.()
  rmSync(folder, { recursive: true, force: true })
})

const names: readonly HouseName[] = [
  { type: 'dns', value: 'hub.fritz.box' },
  { type: 'ip', value: '192.168.1.7' },
]

interface Made {
  readonly certificate: HouseCertificate
  readonly clock: TestClock
  readonly made: ServerCertificate[]
  readonly now: { machine: MachineNames }
}

function make(wall = START, hosts: readonly string[] = ['hub.fritz.box:8443']): Made {
  const clock = new TestClock({ wall: wallTime(wall) })
  const authority = loadAuthority({ folder, wall, names })
  const now = { machine: { hostName: 'pi', addresses: ['192.168.1.7', 'fd00::7', '203.0.113.9'] } }
  const certificate = new HouseCertificate({
    authority,
    house: { house: { host: '0.0.0.0' }, hosts },
    machine: () => now.machine,
    clock,
  })
  const made: Made = { clock, made: [], certificate, now }
  made.certificate.follow((each) => made.made.push(each))
  ended.push(() => made.certificate[Symbol.dispose]())
  return made
}

async function serve(
  shown: ServerCertificate,
): Promise<{ readonly server: Server; readonly port: number; readonly side: ReturnType<typeof answerBoth> }> {
  const server = createHttpServer((request, response) => response.end(request.url))
  const side = answerBoth(server, shown)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ended.push(() => {
    side[Symbol.dispose]()
    server.closeAllConnections()
    server.close()
  })
  // cast: it listens on an address
  return { server, side, port: (server.address() as AddressInfo).port }
}

/** The code of OpenSSL's refusal, or the certificate that was shown. */
async function handshake(port: number, servername: string, ca: string): Promise<PeerCertificate | string> {
  const done = Promise.withResolvers<PeerCertificate | string>()
  const socket = connect({
    port,
    host: '127.0.0.1',
    ca,
    servername,
    checkServerIdentity: (host, shown) => identity(host, shown),
  })
  socket.on('secureConnect', () => done.resolve(socket.getPeerCertificate()))
  socket.on('error', (error) => done.resolve(`${'code' in error ? String(error.code) : ''} ${error.message}`))
  const answer = await done.promise
  socket.destroy()
  return answer
}

function identity(host: string, { subjectaltname = '' }: PeerCertificate): Error | undefined {
  const isNamed = subjectaltname
    .split(', ')
    .some((each) => each.replace(/^(?:DNS|IP Address):/, '').toLowerCase() === host)
  return isNamed ? undefined : Object.assign(new Error('other name'), { code: 'OTHER_NAME' })
}

describe('what it shows', () => {
  test('a browser that trusts the authority believes it for each of its names; one that does not, does not', async () => {
    // Now, for OpenSSL looks at the clock of this machine.
    const { certificate } = make(Date.now())
    const { port } = await serve(certificate.current)
    const ca = certificate.authority.toString()
    const answers = await Promise.all(
      ['hub.fritz.box', 'pi.local', 'localhost'].map((name) => handshake(port, name, ca)),
    )
    for (const answer of answers)
      expect(answer).toMatchObject({ issuer: { CN: expect.stringMatching(/^Portico house [0-9a-f]{4}$/) } })
    expect(await handshake(port, 'bank.example', ca)).toMatch('OTHER_NAME')
    const strange = mkdtempSync(join(tmpdir(), 'portico-https-'))
    const other = loadAuthority({ folder: strange, wall: Date.now(), names })
    rmSync(strange, { recursive: true })
    expect(await handshake(port, 'pi.local', other.certificate.toString())).toMatch(/SELF_SIGNED|UNABLE_TO/)
  })

  test('it bears names of the settings, of the machine and its home addresses; a public address is not in its territory', () => {
    const { certificate } = make()
    expect(certificate.names.map(({ value }) => value)).toEqual(
      ['hub.fritz.box', 'pi.local', 'pi', '192.168.1.7', 'fd00::7', 'localhost', '127.0.0.1', '::1'].filter(
        (value) => value !== 'pi',
      ),
    )
    const shown = new X509Certificate(certificate.current.cert)
    expect(shown.subjectAltName).toBe(
      'DNS:hub.fritz.box, DNS:pi.local, IP Address:192.168.1.7, IP Address:FD00:0:0:0:0:0:0:7, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(shown.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(shown.checkIssued(certificate.authority)).toBe(true)
    expect(shown.verify(certificate.authority.publicKey)).toBe(true)
  })

  test('a name that came into the settings after the authority was made is left out, and not signed in vain', () => {
    const { certificate } = make(START, ['bank.example', 'hub.lan'])
    expect(certificate.names.map(({ value }) => value)).not.toContain('bank.example')
    expect(certificate.names[0]?.value).toBe('hub.lan')
  })

  test('whoever steals the key of the authority cannot be a bank', async () => {
    const authority = loadAuthority({ folder, wall: Date.now(), names })
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forge = (name: HouseName): ServerCertificate => ({
      key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      cert:
        pemOf(
          writeCertificate({
            subject: name.value,
            issuer: authority.name,
            from: Date.now() - DAY_MS,
            to: Date.now() + DAY_MS,
            key: publicKey,
            signer: authority.key,
            extensions: serverExtensions([name], authority.key),
          }),
        ) + authority.certificate.toString(),
    })
    const ca = authority.certificate.toString()
    const bank = await serve(forge({ type: 'dns', value: 'bank.example' }))
    expect(await handshake(bank.port, 'bank.example', ca)).toMatch('permitted subtree violation')
    const outside = await serve(forge({ type: 'ip', value: '203.0.113.9' }))
    expect(await handshake(outside.port, 'x', ca)).toMatch('permitted subtree violation')
    const home = await serve(forge({ type: 'dns', value: 'hub.lan' }))
    expect(await handshake(home.port, 'hub.lan', ca)).toMatchObject({ subject: { CN: 'hub.lan' } })
  })
})

describe('time', () => {
  /** So many days go by, and the minute in which it looks. */
  async function days(clock: TestClock, count: number): Promise<void> {
    clock.jump({ mono: milliseconds(count * DAY_MS) })
    await clock.advance(minutes(1))
  }
  const until = (certificate: HouseCertificate): number => (certificate.until - START) / DAY_MS

  test('it is made anew well before it ends, shown from the next handshake on, and lines that are open go on', async () => {
    const { certificate, clock, made } = make()
    expect(until(certificate)).toBe(DAYS)
    await days(clock, 59)
    expect(made).toHaveLength(0)
    await days(clock, 2)
    expect(made).toHaveLength(1)
    expect(until(certificate)).toBeGreaterThan(DAYS + 59)
    expect(new X509Certificate(certificate.current.cert).validToDate.getTime()).toBe(certificate.until)
  })

  test('a clock that is set, forward or back, makes it anew within a minute', async () => {
    const { certificate, clock, made } = make()
    clock.jump({ wall: milliseconds(400 * DAY_MS) })
    await clock.advance(minutes(1))
    expect(made).toHaveLength(1)
    expect(until(certificate)).toBeGreaterThan(400)
    clock.jump({ wall: milliseconds(-400 * DAY_MS) })
    await clock.advance(minutes(1))
    expect(made).toHaveLength(2)
    expect(until(certificate)).toBeLessThan(DAYS + 1)
  })

  test('a machine that woke up in 1970 shows one that is good today', () => {
    const { certificate } = make(0)
    const shown = new X509Certificate(certificate.current.cert)
    expect(shown.validFromDate.getTime()).toBeLessThan(CLOCK_FLOOR)
    expect(shown.validToDate.getTime()).toBe(CLOCK_FLOOR + DAYS * DAY_MS)
    expect(certificate.authority.validToDate.getUTCFullYear()).toBe(2035)
  })

  test('a new address of the machine is in it within a minute; the same addresses make none', async () => {
    const made = make()
    await made.clock.advance(minutes(60))
    expect(made.made).toHaveLength(0)
    made.now.machine = { ...made.now.machine, addresses: ['192.168.1.99'] }
    await made.clock.advance(minutes(1))
    expect(made.made).toHaveLength(1)
    expect(made.certificate.names.map(({ value }) => value)).toContain('192.168.1.99')
  })
})

describe('the authority', () => {
  test('it is made once, for the owner of the file alone, and read again', () => {
    const first = loadAuthority({ folder, wall: START, names })
    const again = loadAuthority({ folder, wall: START + DAY_MS, names: [] })
    expect(again.certificate.fingerprint256).toBe(first.certificate.fingerprint256)
    expect(again.territory).toEqual(first.territory)
    expect(statSync(join(folder, AUTHORITY_FILE)).mode & 0o777).toBe(0o600)
    expect(first.certificate.ca).toBe(true)
    expect(replaceAuthority({ folder, wall: START, names }).certificate.fingerprint256).not.toBe(
      first.certificate.fingerprint256,
    )
  })

  test.each([
    [
      'a torn file',
      (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 300)),
      'HUB_HTTPS_AUTHORITY',
    ],
    ['an empty one', (path: string) => writeFileSync(path, ''), 'HUB_HTTPS_AUTHORITY'],
    ['one that others may read', (path: string) => chmodSync(path, 0o644), 'HUB_KEYS_UNSAFE'],
  ])('%s is refused, never replaced in silence', (_, spoil, code) => {
    loadAuthority({ folder, wall: START, names })
    spoil(join(folder, AUTHORITY_FILE))
    expect(() => loadAuthority({ folder, wall: START, names })).toThrow(expect.objectContaining({ code }))
  })

  test('its fingerprint is eight of 256 different words, and all of it in hex', () => {
    expect(new Set(fingerprintWords).size).toBe(256)
    const { words, hex } = fingerprintOf({
      fingerprint256: Array.from({ length: 32 }, (_, at) => (at * 8).toString(16).padStart(2, '0')).join(':'),
    })
    expect(words.split(' ')).toEqual([0, 8, 16, 24, 32, 40, 48, 56].map((at) => fingerprintWords[at]))
    expect(hex).toMatch(/^0008 1018 (?:[0-9A-F]{4} ){13}[0-9A-F]{4}$/)
  })
})

describe('one port for both', () => {
  test('plain HTTP and HTTPS are answered by the same server; whoever says nothing is let go of at the end', async () => {
    const { certificate } = make(Date.now())
    const { port, server, side } = await serve(certificate.current)
    expect(await (await fetch(`http://127.0.0.1:${port}/plain`)).text()).toBe('/plain')
    const socket = connect({
      port,
      host: '127.0.0.1',
      ca: certificate.authority.toString(),
      servername: 'pi.local',
    })
    const chunks: string[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
    socket.end('GET /secure HTTP/1.1\r\nHost: pi.local\r\nConnection: close\r\n\r\n')
    await new Promise((resolve) => socket.on('close', resolve))
    expect(chunks.join('')).toMatch(/^HTTP\/1\.1 200 OK[^]*\/secure/)
    const mute = connect({ port, host: '127.0.0.1', timeout: 1 }).on('error', () => undefined)
    side[Symbol.dispose]()
    mute.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('a new certificate is shown from the next handshake on', async () => {
    const { certificate } = make(Date.now())
    const { port, side } = await serve(certificate.current)
    const ca = certificate.authority.toString()
    const before = await handshake(port, 'pi.local', ca)
    const next = new HouseCertificate({
      authority: loadAuthority({ folder, wall: Date.now(), names }),
      house: { house: { host: '0.0.0.0' }, hosts: ['new.lan'] },
      machine: () => ({ hostName: 'pi', addresses: [] }),
      clock: new TestClock({ wall: wallTime(Date.now()) }),
    })
    side.use(next.current)
    const after = await handshake(port, 'new.lan', ca)
    expect(before).toMatchObject({ subject: { CN: 'hub.fritz.box' } })
    expect(after).toMatchObject({ subject: { CN: 'new.lan' } })
    next[Symbol.dispose]()
  })
})
