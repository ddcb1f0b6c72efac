// Access tokens by the owner's own client: asked for in time, kept for as long as they are good, and a provider that says
// no or says too much is told apart from one that does not answer.
import { TestClock } from '@portico/testing'
import { milliseconds } from '@portico/plugin-api'
import { describe, expect, test } from 'vitest'
import { AccessTokens, oauthSecret } from '../src/mailbox/access-tokens.ts'
import { TokenEndpoint, type TokenReply } from './token-endpoint.ts'

const good = (token: string, more: object = {}): TokenReply => ({
  body: JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 3_600, ...more }),
})

interface Bench {
  readonly endpoint: TokenEndpoint
  readonly clock: TestClock
  readonly tokens: AccessTokens
  readonly replaced: string[]
}

async function bench(secret: string, ...replies: readonly TokenReply[]): Promise<Bench & AsyncDisposable> {
  const endpoint = await TokenEndpoint.start()
  endpoint.replies = [...replies]
  const clock = new TestClock()
  const replaced: string[] = []
  const tokens = new AccessTokens({
    client: { tokenUrl: endpoint.url, clientId: 'me' },
    secret: oauthSecret(secret),
    clock,
    signal: new AbortController().signal,
    replaced: (next) => void replaced.push(next),
  })
  return { endpoint, clock, tokens, replaced, [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose]() }
}

describe('access tokens', () => {
  test('are asked for with the refresh token, kept, and asked for anew before they end', async () => {
    await using b = await bench('refresh', good('one'), good('two'), good('three'))
    expect(await b.tokens.get()).toBe('one')
    expect(Object.fromEntries(b.endpoint.asked[0] ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: 'me',
      refresh_token: 'refresh',
    })
    await b.clock.advance(milliseconds(3_500_000))
    expect(await b.tokens.get()).toBe('one')
    await b.clock.advance(milliseconds(100_000))
    expect(await b.tokens.get()).toBe('two')
    b.tokens.forget()
    expect(await b.tokens.get()).toBe('three')
  })

  test('a refresh token that is replaced is used from then on and told, with the secret of the client', async () => {
    await using b = await bench(
      'client-secret old',
      good('one', { refresh_token: 'new', expires_in: 1 }),
      good('two'),
    )
    await b.tokens.get()
    expect(b.replaced).toEqual(['client-secret new'])
    await b.tokens.get()
    const { client_secret, refresh_token } = Object.fromEntries(b.endpoint.asked[1] ?? [])
    expect([client_secret, refresh_token]).toEqual(['client-secret', 'new'])
  })

  test.each([
    [
      'says no',
      { status: 400, body: '{"error":"invalid_grant","error_description":"token refresh"}' },
      false,
      'invalid_grant',
    ],
    ['is over its limit', { status: 429, body: '{}' }, true, 'status 429'],
    ['is broken', { status: 503, body: '<html>' }, true, 'status 503'],
    [
      'sends us elsewhere',
      { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } },
      true,
      'does not answer',
    ],
    ['answers without a token', { body: '{}' }, true, 'without an access token'],
    [
      'gives a token of another kind',
      { body: '{"access_token":"x","token_type":"mac"}' },
      false,
      'another kind',
    ],
    ['answers without end', { body: 'x'.repeat(200_000) }, true, 'does not answer'],
  ] as const)('a provider that %s', async (_, reply, retryable, words) => {
    await using b = await bench('refresh', reply)
    const failed = await b.tokens.get().catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'HUB_MAIL_TOKEN', retryable })
    expect(String(failed)).toContain(words)
    expect(String(failed)).not.toContain('refresh')
  })
})
