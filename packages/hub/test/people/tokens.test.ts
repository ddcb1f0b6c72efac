// Goal: a token for a script is told once, may do what it was made for, and is no good from the moment it is revoked.
// Method: a journal that fails when told, two who ask at once, restarts.
import { describe, expect, it } from 'vitest'
import { TOKENS_MAX, TOKEN_PREFIX } from '../../src/people/tokens.ts'
import { PeopleBench } from './people-bench.ts'

describe('a token', () => {
  it('is known by its whole secret, with its scopes', async () => {
    using bench = new PeopleBench()
    const { secret, token } = await bench.tokens.create('display', ['presence', 'read'])
    expect(secret).toMatch(/^ptk_[\w-]{32}$/)
    expect(token).toEqual({
      id: expect.stringMatching(/^k_/),
      name: 'display',
      scopes: ['presence', 'read'],
      created: bench.clock.wall(),
    })
    expect(bench.tokens.identify(secret)).toEqual({
      kind: 'token',
      id: token.id,
      name: 'display',
      scopes: ['presence', 'read'],
    })
    for (const other of [
      '',
      TOKEN_PREFIX,
      secret.slice(TOKEN_PREFIX.length),
      secret.slice(0, -1),
      `${secret}A`,
    ])
      expect(bench.tokens.identify(other)).toBeNull()
  })

  it('stands in the audit when it is made, first used and revoked: by its id, without its secret', async () => {
    using bench = new PeopleBench()
    const { secret, token } = await bench.tokens.create('display', ['read'])
    bench.tokens.identify(secret)
    bench.tokens.identify(secret)
    bench.begin()
    bench.tokens.identify(secret)
    await bench.tokens.revoke('display')
    expect(bench.audit).toEqual([
      { what: 'token-created', by: token.id, scopes: ['read'] },
      { what: 'token-used', by: token.id },
      { what: 'token-revoked', by: token.id },
    ])
    expect(JSON.stringify(bench.lines)).not.toContain(secret.slice(TOKEN_PREFIX.length))
  })

  it('is known after a restart', async () => {
    using bench = new PeopleBench()
    const { secret, token } = await bench.tokens.create('display', ['read'])
    bench.begin()
    expect(bench.tokens.all).toEqual([token])
    expect(bench.tokens.identify(secret)).toMatchObject({ name: 'display' })
  })

  it('has a name of its own, also when two ask for it at once', async () => {
    using bench = new PeopleBench()
    const made = await Promise.allSettled([1, 2].map(() => bench.tokens.create('display', ['read'])))
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(bench.tokens.create('display', ['arm'])).rejects.toMatchObject({
      code: 'HUB_TOKEN_TAKEN',
      message: 'token display: there is one of this name',
    })
    expect(bench.tokens.all).toHaveLength(1)
  })

  it('was never made when the disk failed, and its name is free', async () => {
    using bench = new PeopleBench()
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(bench.tokens.create('display', ['read'])).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(bench.tokens.all).toEqual([])
    await bench.tokens.create('display', ['read'])
    expect(bench.tokens.all).toHaveLength(1)
  })

  it(`is one of at most ${TOKENS_MAX}`, async () => {
    using bench = new PeopleBench()
    for (let at = 0; at < TOKENS_MAX; at++) await bench.tokens.create(`token ${at}`, ['read'])
    await expect(bench.tokens.create('one more', ['read'])).rejects.toMatchObject({
      code: 'HUB_TOKEN_LIMIT',
      message: 'tokens: no more than 256',
    })
    await bench.tokens.revoke('token 7')
    await bench.tokens.create('one more', ['read'])
    expect(bench.tokens.all).toHaveLength(TOKENS_MAX)
  })

  it('is used whether the disk can write its first use or not', async () => {
    using bench = new PeopleBench()
    const { secret } = await bench.tokens.create('display', ['read'])
    bench.journal.failNext('HUB_JOURNAL_FULL')
    expect(bench.tokens.identify(secret)).not.toBeNull()
    await new Promise(setImmediate)
    expect(bench.logged.join('')).toContain('first use of a token not noted')
  })
})

describe('a token that is revoked', () => {
  it('is no good in that very moment, and whoever holds something open for it is told', async () => {
    using bench = new PeopleBench()
    const { secret, token } = await bench.tokens.create('display', ['read'])
    await bench.tokens.create('other', ['read'])
    const ended: unknown[] = []
    using _ = bench.tokens.onEnded((id) => void ended.push(id))
    const revoking = bench.tokens.revoke('display')
    expect(bench.tokens.identify(secret)).toBeNull()
    expect(ended).toEqual([token.id])
    expect(await revoking).toBe(true)
    bench.begin()
    expect(bench.tokens.identify(secret)).toBeNull()
    expect(bench.tokens.all.map(({ name }) => name)).toEqual(['other'])
  })

  it('is not there to be revoked again', async () => {
    using bench = new PeopleBench()
    await bench.tokens.create('display', ['read'])
    expect(await bench.tokens.revoke('display')).toBe(true)
    expect(await bench.tokens.revoke('display')).toBe(false)
    expect(await bench.tokens.revoke('nothing')).toBe(false)
  })

  it('while the disk fails is no good, and can be revoked again until the disk knows', async () => {
    using bench = new PeopleBench()
    const { secret } = await bench.tokens.create('display', ['read'])
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(bench.tokens.revoke('display')).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(bench.tokens.identify(secret)).toBeNull()
    expect(bench.tokens.all).toEqual([])
    // A new one of its name would hide it.
    await expect(bench.tokens.create('display', ['read'])).rejects.toMatchObject({ code: 'HUB_TOKEN_TAKEN' })
    expect(await bench.tokens.revoke('display')).toBe(true)
    bench.begin()
    expect(bench.tokens.identify(secret)).toBeNull()
  })
})
