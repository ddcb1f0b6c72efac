// Everybody at the door who does not get in: which of the eight sentences he hears, that it tells nothing to whoever
// probes, and how often he may ask.
import { type RefusalCode, doorId, isSuspicious, refusalCodes } from '@portico/core'
import { courierSentences } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import type { Asked } from '../support/asking.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'
import { courierHears, strangerHears } from '../../src/views/words.ts'

/** A no with its letter, its words and nothing else. */
const heard = (letter: keyof typeof courierSentences): Pick<Asked, 'status' | 'body'> => ({
  status: 409,
  body: { code: 'REFUSED', letter, message: courierSentences[letter].replace('{place}', 'porch') },
})

const said = ({ status, body }: Asked): Pick<Asked, 'status' | 'body'> => ({ status, body })

const knock = (hub: TestHub, label: string, code = hub.runtime.codes.mint(FRONT).code): Promise<Asked> =>
  hub.street('POST /d/front', { body: { code, label } })

describe('at the code beside the door', () => {
  test('a label that fits no parcel, or too little of it, is not told from one that came already', async () => {
    await using hub = await TestHub.open()
    expect(said(await knock(hub, NUMBER))).toEqual(heard('H'))
    await hub.armed()
    for (const label of ['1Z4R8V670310455299', NUMBER.slice(-4), NUMBER.slice(-7)])
      expect(said(await knock(hub, label))).toEqual(heard('H'))
    await hub.hook('delivered')
    await hub.pass(0.1)
    expect(said(await knock(hub, NUMBER))).toEqual(heard('H'))
  })
  test('a label may be written as people write it, and its last eight letters are enough', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    for (const label of [NUMBER.toLowerCase(), ` ${NUMBER.replaceAll(/(.{4})/g, '$1 ')}`, NUMBER.slice(-8)])
      expect([label, (await knock(hub, label)).status]).toEqual([label, 201])
  })
  test('T2: a code nobody minted, an old one, a used one and a door nobody has are one and the same', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    expect(said(await knock(hub, NUMBER, 'A'.repeat(22)))).toEqual(heard('B'))
    const old = hub.runtime.codes.mint(FRONT).code
    await hub.pass(61)
    expect(said(await knock(hub, NUMBER, old))).toEqual(heard('B'))
    const used = hub.runtime.codes.mint(FRONT).code
    const { body } = await knock(hub, NUMBER, used)
    expect((await hub.street(`POST /c/${body.pass}/arrive`, { body: { code: used } })).status).toBe(200)
    expect(said(await knock(hub, NUMBER, used))).toEqual(heard('B'))
    const { code } = hub.runtime.codes.mint(FRONT)
    expect(said(await hub.street('POST /d/back', { body: { code, label: NUMBER } }))).toEqual(heard('B'))
    const elsewhere = hub.runtime.codes.mint(doorId('back')).code
    expect(said(await knock(hub, NUMBER, elsewhere))).toEqual(heard('B'))
  })
  test('five wrong labels in ten minutes are enough; a right one is none of them', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    for (let n = 0; n < 4; n++) expect(said(await knock(hub, `WRONG00000${n}`))).toEqual(heard('H'))
    expect((await knock(hub, NUMBER)).status).toBe(201)
    expect(said(await knock(hub, 'WRONG000004'))).toEqual(heard('H'))
    expect(said(await knock(hub, NUMBER))).toEqual(heard('E'))
    await hub.pass(599)
    expect(said(await knock(hub, NUMBER))).toEqual(heard('E'))
    await hub.pass(2)
    expect((await knock(hub, NUMBER)).status).toBe(201)
  })
  test('guesses are told to the owner, without the numbers, and at most once a minute', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    for (let n = 0; n < 3; n++) await knock(hub, `WRONG00000${n}`)
    await hub.pass(61)
    const notice = { what: 'label-refused', door: 'front', why: 'LABEL_UNKNOWN' }
    expect(hub.notices('label-refused')).toEqual([
      { ...notice, count: 1 },
      { ...notice, count: 2 },
    ])
  })
  test('a hundred guesses in one moment are a hundred', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const { code } = hub.runtime.codes.mint(FRONT)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => knock(hub, `WRONG000${String(n).padStart(3, '0')}`, code)),
    )
    const letters = answers.map(({ body }) => body.letter)
    expect(letters.filter((letter) => letter === 'H')).toHaveLength(5)
    expect(letters.filter((letter) => letter === 'E')).toHaveLength(95)
  })
  test('T17: whoever stands nowhere near costs the true courier no guess', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    for (let n = 0; n < 50; n++)
      expect(said(await knock(hub, `WRONG0000${n}`, `${'A'.repeat(20)}${n}`))).toEqual(heard('B'))
    expect((await knock(hub, NUMBER)).status).toBe(201)
  })
  test('ten passes from one label in ten minutes are enough', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    for (let n = 0; n < 10; n++) expect((await knock(hub, NUMBER)).status).toBe(201)
    expect(said(await knock(hub, NUMBER))).toEqual(heard('E'))
    await hub.pass(601)
    expect((await knock(hub, NUMBER)).status).toBe(201)
  })
  test.each([
    {},
    { code: 'x' },
    { label: NUMBER },
    { code: '', label: '' },
    { code: 'x', label: 'x'.repeat(65) },
    { code: 'x', label: 'x', more: 1 },
    [],
  ])('what fits no form is refused by its form, and never quoted: %j', async (body) => {
    await using hub = await TestHub.open()
    const answer = await hub.street('POST /d/front', { body })
    expect([answer.status, answer.body]).toEqual([
      400,
      { code: 'HUB_HTTP_BODY', message: expect.any(String) },
    ])
    expect(answer.body.message).not.toContain('xxx')
  })
})

describe('at the arrival with a pass', () => {
  test('a code that is none is B, and the fifth wrong one pauses the door: E', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const pass = await hub.begin()
    const arrive = (code: string): Promise<Asked> => hub.street(`POST /c/${pass}/arrive`, { body: { code } })
    for (let n = 0; n < 5; n++) expect(said(await arrive(`nonsense${n}`))).toEqual(heard('B'))
    expect(said(await hub.arrive(pass))).toEqual(heard('E'))
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'refused', letter: 'E' })
    await hub.pass(601)
    expect((await hub.street(`GET /c/${pass}`)).body.state).toBe('welcome')
    expect((await hub.arrive(pass)).status).toBe(200)
  })
  test('twenty arrivals in ten minutes are enough for one pass, and cost another pass nothing', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const [pass, other] = [await hub.begin(), await hub.begin()]
    await hub.arrive(pass)
    const letters: string[] = []
    for (let n = 0; n < 20; n++) letters.push((await hub.arrive(pass)).body.letter)
    expect(letters.at(-1)).toBe('E')
    const lines = hub.lines.length
    expect(said(await hub.arrive(pass))).toEqual(heard('E'))
    // The limit itself asks the door nothing.
    expect(hub.lines.length).toBe(lines)
    expect(said(await hub.arrive(other))).toEqual(heard('C'))
  })
  test('the owner says no: A, on the page and at every further arrival', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const pass = await hub.arrived()
    await hub.ask(`POST /api/v1/sessions/${hub.sid}/deny`, { headers: owner })
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'refused', letter: 'A' })
    expect(said(await hub.arrive(pass))).toEqual(heard('A'))
  })
  test('nobody answers: A, and the same pass may try again', async () => {
    await using hub = await TestHub.open()
    const pass = await hub.arrived()
    await hub.pass(61)
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'refused', letter: 'A' })
    expect((await hub.arrive(pass)).body).toMatchObject({ state: 'wait', letter: 'C' })
  })
  test('somebody covers the camera: F, and no other place is offered', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const pass = await hub.arrived()
    hub.cameras.how = 'frozen'
    await hub.approve(owner)
    await hub.pass(13)
    const { body } = await hub.street(`GET /c/${pass}`)
    expect(body).toMatchObject({ state: 'refused', letter: 'F', words: courierSentences.F })
  })
  test('the owner stops it while the courier is inside: G, leave', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const pass = await hub.arrived()
    await hub.approve(owner)
    await hub.pass(3)
    hub.door.do({ type: 'open', from: 'outside', wide: true })
    await hub.pass(1)
    await hub.ask(`POST /api/v1/sessions/${hub.sid}/abort`, { headers: owner })
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'leave', letter: 'G' })
  })
  test('the owner takes over: E once nobody was inside', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const pass = await hub.arrived()
    await hub.approve(owner)
    await hub.pass(3)
    const { sid } = hub
    await hub.ask(`POST /api/v1/sessions/${sid}/take-over`, { headers: owner })
    await hub.sealed(sid)
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'ended', letter: 'E' })
  })
  test('a pass is good for one entry: D from then on', async () => {
    await using hub = await TestHub.open()
    const owner = await hub.owner()
    const pass = await hub.arrived()
    await hub.approve(owner)
    await hub.pass(3)
    expect(hub.phase).toBe('unlocked')
    expect(said(await hub.arrive(pass))).toEqual(heard('D'))
    const { sid } = hub
    hub.door.do({ type: 'open', from: 'outside', wide: true })
    await hub.pass(2)
    hub.door.do({ type: 'close' })
    await hub.sealed(sid)
    expect(said(await hub.arrive(pass))).toEqual(heard('D'))
    expect(hub.door.unlocks).toHaveLength(1)
  })
  test('the carrier says delivered meanwhile: H, and the page has ended', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const pass = await hub.begin()
    await hub.hook('delivered')
    await hub.pass(0.1)
    expect(said(await hub.arrive(pass))).toEqual(heard('H'))
    expect((await hub.street(`GET /c/${pass}`)).body).toMatchObject({ state: 'ended', letter: 'H' })
  })
})

describe('of all codes there are', () => {
  const by = (hear: (code: RefusalCode) => { readonly letter: string }): Record<string, RefusalCode[]> => {
    const letters: Record<string, RefusalCode[]> = {}
    for (const code of refusalCodes) (letters[hear(code).letter] ??= []).push(code)
    return letters
  }
  test('T16: no suspicious one offers another place: sabotage does not pay', () => {
    expect(refusalCodes.filter((code) => isSuspicious(code) && courierHears(code).letter === 'A')).toEqual([])
    expect(by(courierHears)['F']).toMatchInlineSnapshot(`
      [
        "ON_HOLD",
        "FRAMES_FEW",
        "FRAME_STALE",
        "FRAME_FROZEN",
        "FRAME_COVERED",
        "FRAME_DOUBTFUL",
        "LIVENESS_UNPROVED",
        "THIRD_WITNESS_MISSING",
        "ALARM_PATH_DOWN",
        "TAMPER",
        "ALARM_STANDING",
        "LOCK_UNREACHABLE",
      ]
    `)
  })
  test('whoever has no pass hears three sentences at most', () => {
    expect(Object.keys(by(strangerHears)).toSorted()).toEqual(['B', 'E', 'H'])
  })
  test('each has words without a gap', () => {
    for (const code of refusalCodes) expect(courierHears(code).words).toMatch(/^[A-Z][^{}]+\.$/)
  })
})
