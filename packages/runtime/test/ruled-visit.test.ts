// Sentences of the household at a real door in virtual time: the hour, who is at home, where a parcel goes, and that a
// visit never becomes looser than the rules it was announced under. The house stands in Berlin; it is Monday, 11:00.
import { type Policy, type Sentence, plainPolicy } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

const [ANNA, BEN] = ['u_anna', 'u_ben'] as const

const sentence = (more: Partial<Sentence>): Sentence => ({
  id: 'a',
  place: 'inside',
  mode: 'auto',
  ...more,
})
const unasked = (more: Partial<Sentence> = {}): Policy['sentences'] => [sentence({ carrier: 'ups', ...more })]

const opened = (sentences: Policy['sentences']): Promise<SimulatedHome> => SimulatedHome.open({ sentences })

/** Known to the household, signed, with a narrow window: nothing but the sentences decides. */
async function announced(home: SimulatedHome): Promise<void> {
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 4 })
  await home.pass(0.1)
}

const hoursLater = (home: SimulatedHome, hours: number): Promise<void> => home.pass(hours * 3600)

describe('the hour', () => {
  test('asks before it begins, and lets in unasked in it', async () => {
    await using home = await opened(unasked({ from: 11 * 60 + 30, to: 12 * 60 }))
    await announced(home)
    expect(home.state.session?.mode).toBe('owner')
    await hoursLater(home, 0.55)
    await home.arrive()
    expect(home.phase).toBe('proving')
    expect(home.runtime.visits.all[0]?.ruling).toMatchObject({ because: ['a'], mode: 'auto', capped: null })
  })

  test('asks again once it is over, though the door was armed in it', async () => {
    await using home = await opened(unasked({ from: 11 * 60, to: 11 * 60 + 30 }))
    await announced(home)
    expect(home.state.session?.mode).toBe('auto')
    await hoursLater(home, 0.55)
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })

  test('a pass that was made before it begins opens in it', async () => {
    await using home = await opened(unasked({ from: 11 * 60 + 30, to: 12 * 60 }))
    await announced(home)
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    const pass = await home.runtime.desk.mintPass(visit)
    await hoursLater(home, 0.55)
    const { code } = home.runtime.codes.mint(visit.door)
    expect((await home.runtime.desk.arrive({ pass, code })).refused).toBeNull()
    expect(home.phase).toBe('proving')
  })
})

describe('the place', () => {
  test.each([
    ['porch', 'porch'],
    ['box', 'porch'],
    ['refuse', 'keep'],
  ] as const)('%s: nobody is let in, and the ladder offers %s', async (place, offered) => {
    await using home = await opened([sentence({ carrier: 'ups', place, mode: 'owner' })])
    await announced(home)
    expect(await home.arrive()).toBe('RULE_ELSEWHERE')
    const [visit] = home.runtime.visits.all
    expect(visit?.offer).toMatchObject({ code: 'RULE_ELSEWHERE', offered })
    expect(visit?.ruling).toMatchObject({ place, because: ['a'] })
    expect(home.door.unlocks).toEqual([])
  })

  test('another parcel goes by the mode of the home', async () => {
    await using home = await opened([sentence({ carrier: 'dhl', place: 'refuse' })])
    await announced(home)
    expect(await home.arrive()).toBeNull()
    expect(home.phase).toBe('authorising')
  })

  test('a visit that was kept out may come again when its hour has come', async () => {
    await using home = await opened([
      sentence({ id: 'a', carrier: 'ups', place: 'porch', from: 0, to: 11 * 60 + 30 }),
      sentence({ id: 'b', place: 'inside', mode: 'owner' }),
    ])
    await announced(home)
    expect(await home.arrive()).toBe('RULE_ELSEWHERE')
    await hoursLater(home, 0.55)
    expect(await home.arrive()).toBeNull()
    expect(home.phase).toBe('authorising')
  })
})

describe('who is at home', () => {
  const away = unasked({ presence: 'nobody' })

  test('nobody ever said: the owner is asked', async () => {
    await using home = await opened(away)
    await announced(home)
    await home.arrive()
    expect(home.phase).toBe('authorising')
    expect(home.runtime.visits.all[0]?.ruling?.unknown).toEqual(['presence'])
  })

  test('T13: a word that lets in more easily counts after a quarter of an hour', async () => {
    await using home = await opened(away)
    await home.runtime.presence.say('home', ANNA)
    await hoursLater(home, 0.5)
    await home.runtime.presence.say('nobody', ANNA)
    await home.pass(14 * 60)
    await announced(home)
    expect(home.state.session?.mode).toBe('owner')
    await home.pass(2 * 60)
    await home.arrive()
    expect(home.phase).toBe('proving')
  })

  test('G18: a child alone counts at once, also for who stands at the door', async () => {
    await using home = await opened(unasked())
    await announced(home)
    await home.arrive()
    expect(home.phase).toBe('proving')
    await home.runtime.presence.say('child-alone', BEN)
    await home.pass(0.2)
    expect(home.phase).toBe('armed')
    await home.arrive()
    expect(home.phase).toBe('authorising')
    expect(home.door.unlocks).toEqual([])
  })

  test('G18: a word that has become old is no longer known, and nobody comes in unasked', async () => {
    await using home = await opened(unasked())
    await home.runtime.presence.say('asleep', ANNA)
    await hoursLater(home, 12.1)
    await announced(home)
    await home.arrive()
    expect(home.phase).toBe('authorising')
    expect(home.runtime.visits.all[0]?.ruling).toMatchObject({ capped: 'presence' })
  })

  test('the word outlives the hub, and stands nowhere in the journal', async () => {
    await using home = await opened(away)
    await home.runtime.presence.say('nobody', ANNA)
    expect(home.lines.filter(({ type }) => type === 'PresenceSaid').map(({ data }) => data)).toEqual([
      { by: ANNA },
    ])
    await hoursLater(home, 1)
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.presence.facts).toEqual(['nobody'])
    expect(JSON.stringify(home.lines)).not.toContain('nobody')
  })
})

describe('a change of the sentences', () => {
  const looser: Policy = { mode: 'owner', sentences: unasked() }

  test('T13: that lets in more easily waits, and never loosens a visit that was announced before', async () => {
    await using home = await opened([])
    expect(home.runtime.rules.loosens(looser)).toBe(true)
    await announced(home)
    await home.runtime.rules.change(looser, ANNA)
    await home.pass(14 * 60)
    expect(home.runtime.policy).toEqual(plainPolicy('owner'))
    await home.pass(2 * 60)
    expect(home.runtime.policy).toEqual(looser)
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })

  test('that keeps out acts at once, also on who stands at the door', async () => {
    await using home = await opened(unasked())
    await announced(home)
    await home.arrive()
    expect(home.phase).toBe('proving')
    const kept = [...unasked(), sentence({ id: 'b', carrier: 'ups', days: [1], place: 'porch' })]
    await home.runtime.rules.change({ mode: 'owner', sentences: kept }, ANNA)
    await home.pass(0.2)
    expect(home.state.session).toMatchObject({ phase: 'armed', mode: 'owner' })
    expect(await home.arrive()).toBe('RULE_ELSEWHERE')
    expect(home.door.unlocks).toEqual([])
  })

  test('outlives the hub with everything that visits pinned', async () => {
    await using home = await opened(unasked())
    await announced(home)
    await home.runtime.rules.change(plainPolicy('owner'), ANNA)
    home.crash()
    await home.begin(home.journal.reopen())
    expect(home.runtime.policy).toEqual(plainPolicy('owner'))
    const [visit] = home.runtime.visits.all
    if (!visit) throw new Error('no visit')
    expect(home.runtime.rules.pinned(visit.policy)?.sentences).toEqual(unasked())
    await home.arrive()
    expect(home.phase).toBe('authorising')
  })

  test('its sentences stand in no line of the journal', async () => {
    await using home = await opened([])
    await home.runtime.rules.change(
      { mode: 'owner', sentences: [sentence({ sender: 'Shoes & Co', place: 'porch' })] },
      ANNA,
    )
    const changed = home.lines.filter(({ type }) => type === 'PolicyChanged')
    expect(changed.map(({ data }) => [data['mode'], data['sentences']])).toEqual([['owner', 1]])
    expect(JSON.stringify(home.lines)).not.toContain('Shoes')
  })
})

test('records of an earlier version: one mode, and a visit that knew no sentences', async () => {
  await using home = await SimulatedHome.open({ mode: 'auto' })
  await announced(home)
  const [visit] = home.runtime.visits.all
  if (!visit) throw new Error('no visit')
  const { ruling: _, tightened: __, ...earlier } = visit
  const { records, journal } = home.runtime
  // cast: what an earlier version kept has neither
  const stored = records.get('policy', 'home') as { readonly seed: string }
  await journal.append({
    lines: [],
    records: [
      records.put('visit', visit.id, { ...earlier, mode: 'owner' }),
      records.put('policy', 'home', {
        policy: { mode: 'auto' },
        seed: stored.seed,
        by: 'settings',
        pending: null,
      }),
    ],
  })
  home.crash()
  await home.begin(home.journal.reopen())
  expect(home.runtime.policy).toEqual(plainPolicy('auto'))
  expect(home.lines.filter(({ type }) => type === 'PolicyChanged')).toEqual([])
  await home.arrive(NUMBER)
  expect(home.phase).toBe('authorising')
})

test('a rule that cannot be read any more is none: the owner is asked, and the door goes on', async () => {
  await using home = await opened(unasked())
  await announced(home)
  expect(home.state.session?.mode).toBe('auto')
  // Announced under rules that are not those of now: they have to be read.
  const policy = {
    ...plainPolicy('owner'),
    sentences: [...unasked(), sentence({ id: 'b', carrier: 'dhl', place: 'refuse' })],
  }
  await home.runtime.rules.change(policy, ANNA)
  await home.pass(1)
  expect(home.state.session?.mode).toBe('auto')
  home.journal.failReads('rules')
  const { seen } = home.state.gate.bolt
  await home.pass(120)
  expect(home.state.session?.mode ?? 'owner').toBe('owner')
  expect(home.state.gate.bolt.seen).toBeGreaterThan(seen ?? Infinity)
  expect(home.door.unlocks).toEqual([])
})
