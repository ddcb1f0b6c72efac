// Goal: a code is shown to the hub once, the token lies where nobody else reads it, and what a person wrote by hand is read
// with suspicion. Method: a real HTTP server that lets in one code.
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findToken } from '../src/line/find-token.ts'
import { TokenStore } from '../src/line/token-store.ts'
import { type PorticoConfig, readConfig } from '../src/plugin-config.ts'

const GOOD = '12345678'
const WRONG = '87654321'

let folder = ''
let server: Server
let url = ''
let claims = 0
let status = 201

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-token-'))
  claims = 0
  status = 201
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      claims += 1
      const isGood = text.includes(GOOD)
      response.writeHead(isGood ? status : 404, { 'content-type': 'application/json' })
      if (isGood && status === 201) response.end(JSON.stringify({ token: `ptf_${claims}`, face: {} }))
      else response.end(JSON.stringify({ code: isGood ? 'HUB_BUSY' : 'HUB_FACE_CODE', message: 'no' }))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (code: string | null, more: { readonly url?: string; readonly tokenFile?: string } = {}) => {
  const config: PorticoConfig = { url: more.url ?? url, name: 'Homebridge', code }
  return findToken({ config, store: new TokenStore(folder), tokenFile: more.tokenFile ?? null })
}

describe('a code', () => {
  test('is used once; the token is kept, and read by nobody else', async () => {
    expect(await ask(GOOD)).toEqual({ found: 'token', token: 'ptf_1' })
    expect(await ask(GOOD)).toEqual({ found: 'token', token: 'ptf_1' })
    expect(await ask(null)).toEqual({ found: 'token', token: 'ptf_1' })
    expect(claims).toBe(1)
    expect(statSync(join(folder, 'portico/pairing.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'portico')).mode & 0o777).toBe(0o700)
  })

  test('that was refused is not shown again, and takes no token away', async () => {
    expect(await ask(WRONG)).toMatchObject({ found: 'never' })
    expect(await ask(WRONG)).toMatchObject({ found: 'never' })
    expect(claims).toBe(1)
    expect(await ask(GOOD)).toMatchObject({ found: 'token' })
    expect(await ask(WRONG)).toMatchObject({ found: 'token', token: 'ptf_2' })
    expect(await ask(WRONG)).toMatchObject({ found: 'token', token: 'ptf_2' })
    expect(claims).toBe(3)
  })

  test('is kept for later when the hub cannot be asked', async () => {
    status = 503
    expect(await ask(GOOD)).toMatchObject({ found: 'later' })
    status = 201
    expect(await ask(GOOD)).toMatchObject({ found: 'token' })
    expect(await ask(GOOD, { url: 'http://127.0.0.1:1' })).toMatchObject({ found: 'later' })
  })

  test('without one there is nothing to do', async () => {
    expect(await ask(null)).toMatchObject({ found: 'never', words: expect.stringContaining('owner page') })
    writeFileSync(join(folder, 'portico'), 'a file in the way')
    expect(await ask(null)).toMatchObject({ found: 'never' })
    expect(await ask(GOOD)).toMatchObject({ found: 'later' })
  })
})

test('a Homebridge of the hub has its token from a file, newest word', async () => {
  const tokenFile = join(folder, 'token')
  expect(await ask(null, { tokenFile })).toMatchObject({ found: 'later' })
  writeFileSync(tokenFile, 'ptf_a\n')
  expect(await ask(GOOD, { tokenFile })).toEqual({ found: 'token', token: 'ptf_a' })
  expect(claims).toBe(0)
})

describe('the settings', () => {
  const read = (config: Record<string, unknown>) => readConfig({ platform: 'Portico', ...config })

  test('take what people type', () => {
    expect(read({ url: ' http://hub.local:8080/owner ', code: '1234 5678', name: '  ' })).toEqual({
      url: 'http://hub.local:8080',
      name: 'Homebridge',
      code: '12345678',
    })
    expect(read({ url: 'https://hub', code: 12345678, name: 'x'.repeat(99) })).toMatchObject({
      code: '12345678',
      name: 'x'.repeat(64),
    })
    expect(read({ url: 'http://hub' })).toMatchObject({ code: null })
  })

  test.each([
    {},
    { url: 7 },
    { url: 'hub.local' },
    { url: 'ftp://hub' },
    { url: 'http://me:secret@hub' },
    { url: 'http://hub', code: '1234567' },
    { url: 'http://hub', code: 'abcdefgh' },
  ])('say what is wrong with %j', (config) => {
    expect(read(config)).toBeTypeOf('string')
  })
})
