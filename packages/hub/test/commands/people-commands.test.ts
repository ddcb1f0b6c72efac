// Goal: tokens, owner links and hooks are made beside a resting hub, told once, and stand nowhere as they are. Method: the
// commands on a real data folder, whose bytes are searched.
import { join } from 'node:path'
import { carriers } from '@portico/plugin-carriers'
import { describe, expect, it, vi } from 'vitest'
import { homeAnd } from '../config/home-text.ts'
import { createPeople } from '../../src/people/people.ts'
import { HOME, openHome } from '../../src/start/open-home.ts'
import { systemChance, systemClock } from '../../src/start/system-clock.ts'
import { HomeJournal, SealedRecords } from '@portico/runtime'
import { createLog } from '../../src/start/logger.ts'
import { TypedHome } from './typed.ts'

/** What a browser gets that opens the link: the person's name, or null when the link is no good. */
async function nameBehind({ data, keys }: TypedHome, secret: string): Promise<string | null> {
  const clock = systemClock()
  await using home = await openHome({ data, keys }, clock)
  const { store, key } = home
  const journal = new HomeJournal({ home: HOME, journal: store, clock, epoch: store.epoch, writer: 'sim' })
  const records = new SealedRecords(HOME, store, key)
  using people = createPeople({ records, journal, clock, chance: systemChance, log: createLog('silent') })
  return (await people.signIn(secret))?.person.name ?? null
}

const secretIn = (link: string | undefined): string => link?.split('#')[1] ?? ''

describe('portico token', () => {
  it('makes, lists and revokes, and tells a secret once', async () => {
    using home = new TypedHome()
    const made = await home.type('token', 'create', 'Door display', '--scope', 'presence,read')
    expect(made).toEqual({ code: 0, out: [expect.stringMatching(/^ptk_[\w-]{32}$/)], err: [] })
    const [secret = ''] = made.out
    expect(home.filesWith(secret, secret.slice('ptk_'.length))).toEqual([])

    const listed = await home.type('token', 'list')
    expect(listed.code).toBe(0)
    expect(listed.out).toEqual([
      expect.stringMatching(/^Door display\tpresence,read\t\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    ])
    const json = await home.type('token', 'list', '--json')
    expect(JSON.parse(json.out[0] ?? '')).toEqual([
      { name: 'Door display', scopes: ['presence', 'read'], created: expect.any(Number) },
    ])

    expect(await home.type('token', 'revoke', 'Door display')).toEqual({
      code: 0,
      out: [],
      err: ['revoked Door display'],
    })
    expect((await home.type('token', 'list')).out).toEqual([])
  })

  it('has one of each name, and revokes none that is not there', async () => {
    using home = new TypedHome()
    const made = await home.type('token', 'create', 'a', '--scope', 'read', '--json')
    expect(JSON.parse(made.out[0] ?? '')).toEqual({
      secret: expect.stringMatching(/^ptk_/),
      name: 'a',
      scopes: ['read'],
    })
    expect(await home.type('token', 'create', 'a', '--scope', 'arm')).toEqual({
      code: 1,
      out: [],
      err: ['portico: token a: there is one of this name [HUB_TOKEN_TAKEN]'],
    })
    expect(await home.type('token', 'revoke', 'b')).toEqual({
      code: 1,
      out: [],
      err: ['portico: no token "b": see portico token list [HUB_COMMAND_UNKNOWN]'],
    })
  })
})

describe('portico owner link', () => {
  it('signs in once; a newer one ends the older; and neither stands in the data', async () => {
    using home = new TypedHome()
    const first = await home.type('owner', 'link')
    const second = await home.type('owner', 'link')
    for (const { code, out, err } of [first, second]) {
      expect(code).toBe(0)
      expect(out).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:8080\/sign-in#[\w-]{32}$/)])
      expect(err).toEqual(['good for 15 minutes, once'])
    }
    const [older, newer] = [secretIn(first.out[0]), secretIn(second.out[0])]
    expect(home.filesWith(older, newer)).toEqual([])
    expect(await nameBehind(home, older)).toBeNull()
    expect(await nameBehind(home, newer)).toBe('Owner')
    expect(await nameBehind(home, newer)).toBeNull()
  })

  it('may be for somebody by name', async () => {
    using home = new TypedHome()
    const { out } = await home.type('owner', 'link', '--name', 'Anna Ölmüller', '--json')
    // cast: what the command prints
    const { url, secret, goodForMs } = JSON.parse(out[0] ?? '') as {
      url: string
      secret: string
      goodForMs: number
    }
    expect({ url, goodForMs }).toEqual({ url: `http://127.0.0.1:8080/sign-in#${secret}`, goodForMs: 900_000 })
    expect(await nameBehind(home, secret)).toBe('Anna Ölmüller')
    expect(home.filesWith('Anna Ölmüller')).toEqual([])
  })

  it.each([
    [['--port', '99'], homeAnd(''), 'http://127.0.0.1:99'],
    [[], homeAnd('network: { house: { host: "::1" } }'), 'http://[::1]:8080'],
  ])('leads to where the house will be: %j', async (options, settings, house) => {
    using home = new TypedHome(settings)
    const { out } = await home.type('owner', 'link', ...options)
    expect(out[0]?.split('/sign-in')[0]).toBe(house)
  })
})

describe('portico hooks', () => {
  it('tells a secret that was made once, sealed in the data', async () => {
    using home = new TypedHome()
    const { code, out } = await home.type('hooks')
    const [source, path, secret = '', from] = out[0]?.split('\t') ?? []
    expect({ code, lines: out.length, source, path, from }).toEqual({
      code: 0,
      lines: carriers.length,
      source: 'easypost',
      path: '/hooks/easypost',
      from: 'generated',
    })
    expect(secret).toMatch(/^[\w-]{32}$/)
    expect((await home.type('hooks')).out).toEqual(out)
    expect(home.filesWith(secret)).toEqual([])
  })

  it('tells the secret of the environment, by value or file, and keeps it nowhere', async () => {
    using home = new TypedHome()
    const secret = 'planted-by-the-environment'
    const file = home.put('secret', `${secret}\n`)
    for (const [name, value] of [
      ['PORTICO_HOOK_SECRET_EASYPOST', secret],
      ['PORTICO_HOOK_SECRET_EASYPOST_FILE', file],
    ] as const) {
      vi.stubEnv(name, value)
      try {
        const { out } = await home.type('hooks', '--json')
        // cast: what `hooks` prints
        const [first] = JSON.parse(out[0] ?? '') as unknown[]
        expect(first).toEqual({ source: 'easypost', path: '/hooks/easypost', secret, from: 'environment' })
      } finally {
        vi.unstubAllEnvs()
      }
    }
    expect(home.filesWith(secret)).toEqual([])
  })

  it('tells of every carrier what to enter there', async () => {
    using home = new TypedHome()
    const { out } = await home.type('hooks')
    const rows = new Map(out.map((line) => [line.split('\t')[0], line.split('\t').slice(1)]))
    expect([...rows.keys()]).toEqual(carriers.map(({ id }) => id))
    // The vendor's public keys come by the environment alone.
    expect(rows.get('shipengine')?.slice(1, 3)).toEqual(['', 'missing'])
    expect(rows.get('ups')?.at(-1)).toContain('/hooks/ups/token')
    const [path, secret = ''] = rows.get('shippo') ?? []
    expect(path).toMatch(/^\/hooks\/shippo\?token=[\w-]{32}$/)
    expect(path).not.toContain(secret)
  })

  it('tells two secrets of a source while one is being changed, in one line', async () => {
    using home = new TypedHome()
    vi.stubEnv('PORTICO_HOOK_SECRET_AFTERSHIP', 'old\nnew\n')
    try {
      const { out } = await home.type('hooks')
      expect(out[1]?.split('\t')).toEqual(['aftership', '/hooks/aftership', 'old new', 'environment'])
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('fails when the file of a secret is not there', async () => {
    using home = new TypedHome()
    vi.stubEnv('PORTICO_HOOK_SECRET_EASYPOST_FILE', join(home.folder, 'nowhere'))
    try {
      expect(await home.type('hooks')).toMatchObject({
        code: 2,
        err: [
          expect.stringMatching(/_FILE names a file that cannot be read: .* \[HUB_ENVIRONMENT_INVALID\]$/),
        ],
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

describe('a data folder that somebody else has open', () => {
  it('is left alone, and who has it is told', async () => {
    using home = new TypedHome()
    await using _ = await openHome(home, systemClock())
    expect(await home.type('token', 'list')).toMatchObject({
      code: 1,
      out: [],
      err: [
        expect.stringMatching(new RegExp(`is in use by process ${process.pid}: .* \\[HUB_STORE_IN_USE\\]$`)),
      ],
    })
  })
})
