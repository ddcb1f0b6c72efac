// Rules over the API: tighter with a login, looser with a code from the console as well, and a stop by any person.
import { describe, expect, test } from 'vitest'
import { RULE_CODE_TRIES } from '../../src/people/rule-codes.ts'
import type { Asked } from '../support/asking.ts'
import { TestHub } from '../support/test-hub.ts'

type Headers = Readonly<Record<string, string>>

const change = (hub: TestHub, headers: Headers, body: object): Promise<Asked> =>
  hub.ask('POST /api/v1/rules', { headers, body })

describe('looser', () => {
  test('T13: needs a code from the console, waits a quarter of an hour, and is told as it happens', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    expect((await change(hub, headers, { mode: 'auto' })).body.code).toBe('HUB_RULES_CODE')
    const { code } = await hub.hub.ruleCodes.mint()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    const asked = await change(hub, headers, { mode: 'auto', code: ` ${code.toLowerCase()}` })
    const [{ id: by } = { id: '' }] = hub.hub.people.all
    expect([asked.status, asked.body]).toEqual([
      200,
      expect.objectContaining({
        mode: 'owner',
        fromFile: true,
        pending: { mode: 'auto', sentences: [], at: hub.clock.wall() + 15 * 60_000, by },
      }),
    ])
    await hub.line(({ type }) => type === 'PolicyChangeAsked')
    await hub.pass(15 * 60 + 1)
    const { body } = await hub.ask('GET /api/v1/rules', { headers: await hub.token('read') })
    expect(body).toMatchObject({ mode: 'auto', fromFile: false, pending: null })
    expect(body.always.length).toBeGreaterThan(5)
  })

  test('by a code that is wrong, used, replaced or old is refused, and guessing ends the code', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    const mint = async (): Promise<string> => (await hub.hub.ruleCodes.mint()).code
    const tried = async (code: string): Promise<string | undefined> =>
      (await change(hub, headers, { mode: 'auto', code })).body.code
    const first = await mint()
    const second = await mint()
    expect(await tried(first)).toBe('HUB_RULES_CODE')
    expect(await tried(second)).toBeUndefined()
    await hub.ask('POST /api/v1/rules/stop', { headers })
    expect(await tried(second)).toBe('HUB_RULES_CODE')
    const old = await mint()
    await hub.pass(601)
    expect(await tried(old)).toBe('HUB_RULES_CODE')
    const good = await mint()
    for (let tries = 1; tries < RULE_CODE_TRIES.limit; tries++)
      expect(await tried('00000000')).toBe('HUB_RULES_CODE')
    expect(await tried(good)).toBe('HUB_HTTP_QUOTA')
    await hub.pass(601)
    expect(await tried(good)).toBe('HUB_RULES_CODE')
    expect(hub.runtime.rules.inForce).toMatchObject({ policy: { mode: 'owner' }, pending: null })
    expect(hub.audited('rules-code-wrong').length).toBeGreaterThan(RULE_CODE_TRIES.limit)
    expect(JSON.stringify(hub.lines)).not.toContain(good)
  })

  test('T13: is stopped by another person, once', async () => {
    await using hub = await TestHub.open()
    const anna = await hub.owner()
    const ben = await hub.owner('Ben')
    const { code } = await hub.hub.ruleCodes.mint()
    await change(hub, anna, { mode: 'auto', code })
    const stopped = await hub.ask('POST /api/v1/rules/stop', { headers: ben })
    expect([stopped.status, stopped.body.pending]).toEqual([200, null])
    const again = await hub.ask('POST /api/v1/rules/stop', { headers: ben })
    expect([again.status, again.body.code]).toEqual([409, 'HUB_RULES_NOTHING'])
  })
})

test('tighter is at once and needs no code', async () => {
  await using hub = await TestHub.open({ mode: 'auto' })
  const changed = await change(hub, await hub.owner(), { mode: 'owner' })
  expect(changed.body).toMatchObject({ mode: 'owner', fromFile: false, pending: null })
})
