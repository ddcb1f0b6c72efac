// Goal: owner and courier are told where a parcel may go instead: the owner which place and why not inside, the courier
// one sentence, and nobody a way that sabotage could pay for (threats T16).
import { fallbackOffer, fallbackRungs, isSuspicious, refusalCodes } from '@portico/core'
import { courierSentences, refusalWords } from '@portico/protocol'
import { wordsOf } from '@portico/web/courier'
import { describe, expect, test } from 'vitest'
import { courierHears } from '../../src/views/words.ts'
import { code, look, textOf } from '../support/courier-browser.ts'
import { TestHub } from '../support/test-hub.ts'

const words = wordsOf('en')

async function unanswered(hub: TestHub): Promise<string> {
  await hub.armed()
  const pass = await hub.begin()
  await hub.arrive(pass)
  await hub.pass(61)
  return pass
}

test('nobody answered: the owner reads where it was to go and why, the courier hears the place', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  const pass = await unanswered(hub)
  const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  expect(body.fallback).toMatchObject({
    offered: 'porch',
    words: 'Outside the door.',
    code: 'APPROVAL_TIMEOUT',
    why: 'Nobody answered in time.',
    skipped: [{ rung: 'box', why: 'NOT_THERE', words: 'this home has none' }],
  })
  expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({
    state: 'refused',
    letter: 'A',
    place: 'porch',
    words: 'Please use the porch today. The door stays shut this time; that is not your fault.',
  })
})

describe('what the household puts first is what the courier hears', () => {
  test.each([
    ['neighbour', 'A', words.useNeighbour],
    ['redirect', 'F', words.F],
  ] as const)('%s: %s', async (rung, letter, sentence) => {
    await using hub = await TestHub.open({ fallback: [rung] })
    const pass = await unanswered(hub)
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'refused', letter })
    const page = textOf(await look(hub, `/c/${pass}`))
    for (const part of sentence.split('. ')) expect(page).toContain(part)
  })
  test('nothing: the parcel is kept', async () => {
    await using hub = await TestHub.open({ fallback: [] })
    const pass = await unanswered(hub)
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ letter: 'F', place: null })
  })
})

test('T16: after a covered camera the courier keeps the parcel, and the owner reads why', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.owner()
  await hub.armed()
  const pass = await hub.begin()
  await hub.arrive(pass)
  hub.cameras.how = 'frozen'
  await hub.approve(headers)
  await hub.pass(13)
  const { body } = await hub.ask(`GET /api/v1/sessions/${hub.sid}`, { headers })
  expect(body.fallback).toMatchObject({
    offered: 'keep',
    skipped: [{ why: 'NOT_THERE' }, { why: 'SUSPICIOUS' }],
  })
  expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ letter: 'F', place: null })
  // Asked again with a fresh code he is a courier like any other.
  expect((await hub.street(`POST /c/${pass}/arrive`, { body: { code: code(hub) } })).status).toBe(200)
})

describe('sentence and ladder agree, for every code', () => {
  const facts = {
    order: fallbackRungs,
    box: 'none',
    garage: 'none',
    ceiling: 'auto',
    suspicious: false,
  } as const
  test.each(refusalCodes)('%s', (refused) => {
    const { offered } = fallbackOffer({ ...facts, code: refused })
    const { courier } = refusalWords[refused]
    // A place, or keeping the parcel, is told where the sentence is A; elsewhere nothing is offered.
    expect([refused, courier === 'A']).toEqual([refused, !['bell', 'again'].includes(offered)])
    if (offered === 'bell') expect(courier).toBe('E')
    const heard = courierHears(refused, offered)
    if (isSuspicious(refused)) expect(heard.place).toBeNull()
    expect(Object.keys(courierSentences)).toContain(heard.letter)
    expect(heard.words).not.toMatch(/[{}]/)
  })
})
