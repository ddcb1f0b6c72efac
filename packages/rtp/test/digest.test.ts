// Goal: Digest answers are those of the standards, a nonce is never answered twice after a refusal, and a server
// takes no answer a second time. Method: the examples of RFC 2617 and RFC 7616, and both sides against each other.
import { describe, expect, it } from 'vitest'
import { ClientAuth } from '../src/client-auth.ts'
import { digestResponse, readAuth } from '../src/digest.ts'
import { ServerAuth } from '../src/server-auth.ts'

const credentials = { username: 'hub', password: 'open "sesame"' }

describe('Digest authentication', () => {
  it('gives the answer of RFC 2617 section 3.5', () => {
    const response = digestResponse({
      algorithm: 'MD5',
      username: 'Mufasa',
      password: 'Circle Of Life',
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      method: 'GET',
      uri: '/dir/index.html',
      auth: { count: 1, cnonce: '0a4f113b' },
    })
    expect(response).toBe('6629fae49393a05397450978507c4ef1')
  })

  it('gives the answers of RFC 7616 section 3.9.1', () => {
    const input = {
      username: 'Mufasa',
      password: 'Circle of Life',
      realm: 'http-auth@example.org',
      nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
      method: 'GET',
      uri: '/dir/index.html',
      auth: { count: 1, cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
    } as const
    expect(digestResponse({ ...input, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec')
    expect(digestResponse({ ...input, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    )
  })

  it('reads quoted values with commas and escapes', () => {
    const { scheme, fields } = readAuth(String.raw`Digest realm="a, \"b\"", qop="auth,auth-int", stale=FALSE`)
    expect(scheme).toBe('digest')
    expect(Object.fromEntries(fields)).toEqual({ realm: 'a, "b"', qop: 'auth,auth-int', stale: 'FALSE' })
  })

  it('is accepted for the request it was made for, once', () => {
    const server = new ServerAuth(credentials)
    const client = new ClientAuth(credentials)
    expect(client.challenge(server.challenges())).toBe(true)
    const answer = client.header('PLAY', 'rtsp://camera/hall') ?? ''
    expect(answer).toContain('algorithm=SHA-256')
    expect(server.accepts(answer, 'TEARDOWN', 'rtsp://camera/hall')).toBe(false)
    expect(server.accepts(answer, 'PLAY', 'rtsp://camera/porch')).toBe(false)
    expect(server.accepts(answer, 'PLAY', 'rtsp://camera/hall')).toBe(true)
    expect(server.accepts(answer, 'PLAY', 'rtsp://camera/hall')).toBe(false)
    expect(server.accepts(client.header('PLAY', 'u') ?? '', 'PLAY', 'u')).toBe(true)
  })

  it('is refused with a wrong password, another nonce, or none', () => {
    const server = new ServerAuth(credentials)
    const wrong = new ClientAuth({ ...credentials, password: 'guess' })
    const stranger = new ClientAuth(credentials)
    wrong.challenge(server.challenges())
    stranger.challenge(new ServerAuth(credentials).challenges())
    for (const answer of [wrong.header('PLAY', 'u'), stranger.header('PLAY', 'u'), 'Digest', 'Basic aHVi'])
      expect(server.accepts(answer ?? '', 'PLAY', 'u')).toBe(false)
    expect(server.accepts(undefined, 'PLAY', 'u')).toBe(false)
  })

  it('is not tried again on a nonce that was refused', () => {
    const client = new ClientAuth(credentials)
    const challenge = ['Digest realm="r", nonce="n", qop="auth"']
    expect(client.challenge(challenge)).toBe(true)
    expect(client.challenge(challenge)).toBe(false)
    expect(client.challenge(['Digest realm="r", nonce="n2", stale=true'])).toBe(true)
  })

  it('works with old servers that know no qop and no algorithm', () => {
    const client = new ClientAuth(credentials)
    client.challenge(['Digest realm="r", nonce="n"'])
    const { fields } = readAuth(client.header('OPTIONS', 'u') ?? '')
    expect([...fields.keys()]).toEqual(['username', 'realm', 'nonce', 'uri', 'response'])
    const input = {
      ...credentials,
      algorithm: 'MD5',
      realm: 'r',
      nonce: 'n',
      method: 'OPTIONS',
      uri: 'u',
    } as const
    expect(fields.get('response')).toBe(digestResponse({ ...input, auth: null }))
  })

  it('falls back to Basic only for a camera that has never asked for Digest', () => {
    const client = new ClientAuth(credentials)
    expect(client.challenge(['Basic realm="r"'])).toBe(true)
    expect(client.header('PLAY', 'u')).toBe(`Basic ${Buffer.from('hub:open "sesame"').toString('base64')}`)
    client.reconnected()
    expect(client.challenge(['Digest realm="r", nonce="n"'])).toBe(true)
    client.reconnected()
    expect(client.challenge(['Basic realm="r"'])).toBe(false)
    expect(client.header('PLAY', 'u')).toBeNull()
  })
})
