// Goal: a person signs in by a link that is good once and for a quarter of an hour, stays signed in as long as he looks in
// now and then, and is out the moment he says so. Method: virtual time, a journal that fails when told, restarts.
import { type Duration, hours, milliseconds, minutes, seconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { AGE_MAX, IDLE_MAX, LOGINS_MAX } from '../../src/people/logins.ts'
import { PEOPLE_MAX } from '../../src/people/people.ts'
import { PeopleBench } from './people-bench.ts'

const DAY = hours(24)
const MS = milliseconds(1)
const less = (time: Duration): Duration => milliseconds(time - MS)

const nameOf = async (bench: PeopleBench, cookie: string): Promise<string | null> => {
  const identity = await bench.people.identify(cookie)
  return identity?.kind === 'person' ? identity.person.name : null
}

describe('an owner link', () => {
  it('signs in once', async () => {
    using bench = new PeopleBench()
    const { secret, goodFor } = await bench.people.mintLink(null)
    expect(goodFor).toBe(minutes(15))
    const signed = await bench.people.signIn(secret)
    expect(signed?.person).toMatchObject({ name: 'Owner', role: 'adult', since: bench.clock.wall() })
    expect(await nameOf(bench, signed?.cookie ?? '')).toBe('Owner')
    expect(await bench.people.signIn(secret)).toBeNull()
    expect(bench.facts).toEqual(['owner-link-made', 'owner-link-used', 'sign-in-failed'])
  })

  it('signs one in, however many bring it in the same moment', async () => {
    using bench = new PeopleBench()
    const { secret } = await bench.people.mintLink(null)
    const signed = await Promise.all(Array.from({ length: 5 }, () => bench.people.signIn(secret)))
    expect(signed.map((each) => each !== null)).toEqual([true, false, false, false, false])
    expect(bench.people.all).toHaveLength(1)
  })

  it.each<[time: Duration, good: boolean]>([
    [less(minutes(15)), true],
    [minutes(15), true],
    [milliseconds(minutes(15) + MS), false],
  ])('after %i ms is good: %s', async (time, good) => {
    using bench = new PeopleBench()
    const { secret } = await bench.people.mintLink(null)
    await bench.clock.advance(time)
    expect((await bench.people.signIn(secret)) !== null).toBe(good)
  })

  it('is no good when the clock was set back: nobody knows how old it is', async () => {
    using bench = new PeopleBench()
    const { secret } = await bench.people.mintLink(null)
    bench.clock.jump({ wall: milliseconds(-1) })
    expect(await bench.people.signIn(secret)).toBeNull()
  })

  it('is ended by a newer one, also over a restart', async () => {
    using bench = new PeopleBench()
    const older = await bench.people.mintLink(null)
    const newer = await bench.people.mintLink(null)
    bench.end()
    bench.begin()
    expect(await bench.people.signIn(older.secret)).toBeNull()
    expect(await bench.people.signIn(newer.secret)).not.toBeNull()
  })

  it('is still good when the disk failed at its use, and nobody is signed in', async () => {
    using bench = new PeopleBench()
    const { secret } = await bench.people.mintLink(null)
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(bench.people.signIn(secret)).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(bench.people.all).toEqual([])
    expect(await bench.people.signIn(secret)).not.toBeNull()
  })

  it('is not made when the disk fails', async () => {
    using bench = new PeopleBench()
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(bench.people.mintLink(null)).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
  })

  it.each(['', 'x', 'constructor', 'x'.repeat(100_000)])('is not %j', async (secret) => {
    using bench = new PeopleBench()
    await bench.people.mintLink(null)
    expect(await bench.people.signIn(secret)).toBeNull()
  })

  it('that is tried in vain is noted at once, and a flood of tries once a minute with their number', async () => {
    using bench = new PeopleBench()
    for (let at = 0; at < 50; at++) await bench.people.signIn(`guess ${at}`)
    expect(bench.audit).toEqual([{ what: 'sign-in-failed', by: null, count: 1 }])
    await bench.clock.advance(minutes(1))
    expect(bench.audit).toEqual([
      { what: 'sign-in-failed', by: null, count: 1 },
      { what: 'sign-in-failed', by: null, count: 49 },
    ])
    await bench.clock.advance(minutes(5))
    expect(bench.audit).toHaveLength(2)
    expect(bench.clock.nextWake()).toBeNull()
  })
})

describe('residents', () => {
  it('are one for each name; the first has no need of one', async () => {
    using bench = new PeopleBench()
    await bench.cookie()
    await bench.clock.advance(seconds(1))
    await bench.cookie('Anna')
    await bench.cookie()
    await bench.cookie('Anna')
    expect(bench.people.all.map(({ name }) => name)).toEqual(['Owner', 'Anna'])
    expect(new Set(bench.people.all.map(({ id }) => id)).size).toBe(2)
    expect(bench.facts.filter((fact) => fact !== 'owner-link-made')).toEqual([
      'owner-link-used',
      'owner-link-used',
      'signed-in',
      'signed-in',
    ])
  })

  it('stand in the audit by an opaque id, never by name', async () => {
    using bench = new PeopleBench()
    await bench.cookie('Anna')
    const [person] = bench.people.all
    expect(bench.audit.at(-1)).toEqual({ what: 'owner-link-used', by: person?.id })
    expect(person?.id).toMatch(/^u_/)
    expect(JSON.stringify(bench.lines)).not.toContain('Anna')
  })

  it('are known after a restart', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie('Anna')
    bench.end()
    bench.begin()
    expect(bench.people.all.map(({ name }) => name)).toEqual(['Anna'])
    expect(await nameOf(bench, cookie)).toBe('Anna')
  })

  it(`are at most ${PEOPLE_MAX}, who can still sign in again`, async () => {
    using bench = new PeopleBench()
    for (let at = 0; at < PEOPLE_MAX; at++) await bench.cookie(`person ${at}`)
    await expect(bench.people.mintLink('one more')).rejects.toMatchObject({
      code: 'HUB_PEOPLE_LIMIT',
      message: 'people: no more than 16',
    })
    expect(await nameOf(bench, await bench.cookie('person 3'))).toBe('person 3')
    expect(bench.people.all).toHaveLength(PEOPLE_MAX)
  })
})

describe('a login', () => {
  it('is known by its cookie and no other', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    for (const other of ['', `${cookie}x`, cookie.toLowerCase(), 'x'.repeat(100_000)])
      expect(await bench.people.identify(other)).toBeNull()
  })

  it('tells when it was proved, while the process lives that saw it', async () => {
    using bench = new PeopleBench()
    const proved = bench.clock.mono()
    const cookie = await bench.cookie()
    await bench.clock.advance(seconds(30))
    expect(await bench.people.identify(cookie)).toMatchObject({ assurance: proved })
    bench.end()
    bench.begin()
    expect(await bench.people.identify(cookie)).toMatchObject({ assurance: null })
  })

  it.each<[time: Duration, good: boolean]>([
    [IDLE_MAX, true],
    [milliseconds(IDLE_MAX + MS), false],
  ])('that is not used for %i ms is good: %s', async (time, good) => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    await bench.clock.advance(time)
    expect((await bench.people.identify(cookie)) !== null).toBe(good)
  })

  it('that is used goes on, over restarts too, but not for ever', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    for (let day = 0; day < 90; day += 10) {
      await bench.clock.advance(milliseconds(10 * DAY))
      bench.end()
      bench.begin()
      expect(await nameOf(bench, cookie)).toBe('Owner')
    }
    expect(90 * DAY).toBe(AGE_MAX)
    await bench.clock.advance(MS)
    expect(await bench.people.identify(cookie)).toBeNull()
  })

  it('is written down once a day, however often it is used', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    const batches = (): string => JSON.stringify(bench.journal.records('home', 'login'))
    const first = batches()
    for (let at = 0; at < 100; at++) await bench.people.identify(cookie)
    await bench.clock.advance(less(DAY))
    await bench.people.identify(cookie)
    expect(batches()).toBe(first)
    await bench.clock.advance(MS)
    await bench.people.identify(cookie)
    expect(batches()).not.toBe(first)
  })

  it('is what it is, whether the disk can write its use or not', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    await bench.clock.advance(DAY)
    bench.journal.failNext('HUB_JOURNAL_FULL')
    expect(await nameOf(bench, cookie)).toBe('Owner')
    expect(bench.logged.join('')).toContain('use of a login not noted')
  })

  it('ends when the clock is set back behind its beginning', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    bench.clock.jump({ wall: milliseconds(-1) })
    expect(await bench.people.identify(cookie)).toBeNull()
  })

  it(`gives way to a newer one when there are ${LOGINS_MAX}: the one unseen for longest ends, and is told`, async () => {
    using bench = new PeopleBench()
    const cookies: string[] = []
    for (let at = 0; at < LOGINS_MAX; at++) {
      cookies.push(await bench.cookie())
      await bench.clock.advance(seconds(1))
    }
    await bench.clock.advance(DAY)
    // The first one is used: now the second is unseen for longest.
    const [first = '', second = '', third = ''] = cookies
    const ended: string[] = []
    using _ = bench.people.onEnded((login) => void ended.push(login))
    await bench.people.identify(first)
    const identity = await bench.people.identify(second)
    await bench.clock.advance(DAY)
    for (const cookie of cookies.filter((each) => each !== second)) await bench.people.identify(cookie)
    const newest = await bench.cookie()
    expect(ended).toEqual([identity?.kind === 'person' ? identity.login : ''])
    expect(await bench.people.identify(second)).toBeNull()
    for (const cookie of [first, third, newest]) expect(await nameOf(bench, cookie)).toBe('Owner')
    expect(bench.journal.records('home', 'login')).toHaveLength(LOGINS_MAX)
  })

  it('that is over is cleared away with the next sign-in', async () => {
    using bench = new PeopleBench()
    await bench.cookie()
    await bench.clock.advance(milliseconds(IDLE_MAX + MS))
    await bench.cookie()
    expect(bench.journal.records('home', 'login')).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('ends the login at once and for good, and tells whoever holds something open for it', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    const other = await bench.cookie()
    const identity = await bench.people.identify(cookie)
    const ended: string[] = []
    const following = bench.people.onEnded((login) => void ended.push(login))
    await bench.people.signOut(cookie)
    await bench.people.signOut(cookie)
    expect(ended).toEqual([identity?.kind === 'person' ? identity.login : ''])
    bench.end()
    bench.begin()
    expect(await bench.people.identify(cookie)).toBeNull()
    expect(await nameOf(bench, other)).toBe('Owner')
    expect(bench.facts.filter((fact) => fact === 'signed-out')).toHaveLength(1)
    following[Symbol.dispose]()
  })

  it('is heard no more by whoever stopped listening', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    const ended: string[] = []
    bench.people.onEnded((login) => void ended.push(login))[Symbol.dispose]()
    await bench.people.signOut(cookie)
    expect(ended).toEqual([])
  })

  it('takes effect before the disk, and whatever the disk does', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    bench.journal.failNext('HUB_JOURNAL_FULL')
    const signingOut = bench.people.signOut(cookie)
    expect(await bench.people.identify(cookie)).toBeNull()
    await expect(signingOut).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(await bench.people.identify(cookie)).toBeNull()
  })

  it('that the disk refused is written at the next try', async () => {
    using bench = new PeopleBench()
    const cookie = await bench.cookie()
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(bench.people.signOut(cookie)).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    await bench.people.signOut(cookie)
    bench.end()
    bench.begin()
    expect(await bench.people.identify(cookie)).toBeNull()
  })
})
