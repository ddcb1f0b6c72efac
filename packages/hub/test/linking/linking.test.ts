// Goal: an account is linked by a person of the home and nobody else, for one client and one address; its tokens rotate and
// end with it (RFC 6749, RFC 7636). Method: the real routes of the street over a home in virtual time.
import { hours, minutes } from '@portico/core'
import type { HomeRuntime } from '@portico/runtime'
import { describe, expect, test } from 'vitest'
import { LINKS_MAX } from '../../src/linking/link-book.ts'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { createLinking } from '../../src/linking/link-desk.ts'
import { routesOf } from '../support/routes-of.ts'
import { LinkRoom, REDIRECT, linkClient } from '../support/link-room.ts'

const invalid = { status: 400, body: expect.objectContaining({ error: 'invalid_grant' }) }

/** A crash came between the end of a face and that of its link. */
const facesLost = (records: HomeRuntime['records']): HomeRuntime['records'] =>
  new Proxy(records, {
    get: (whole, name) => {
      const part: unknown = Reflect.get(whole, name, whole)
      if (name === 'all')
        return (kind: Parameters<typeof records.all>[0]) => (kind === 'face' ? [] : records.all(kind))
      return typeof part === 'function' ? part.bind(whole) : part
    },
  })

describe('the pages', () => {
  test('tell nothing of the home before a code of it, then doors, rights, and that pictures leave', async () => {
    await using room = await LinkRoom.open()
    const first = await room.get('/oauth/authorize', { ...room.wish, state: '"><script>' })
    expect(first.status).toBe(200)
    expect(first.text).not.toContain('<script>')
    expect(first.text).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(first.text).not.toContain('Front door')
    expect(first.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self' https:\/\/layla\.amazon\.com https:\/\/pitangui\.amazon\.com; frame-ancestors 'none'$/,
    )
    const second = await room.form('/oauth/authorize', { ...room.wish, code: await room.code() })
    expect(second.text).toContain('Front door')
    expect(second.text).toContain('Pictures leave your house.')
  })

  test.each([
    ['another client', { client_id: 'other' }],
    ['an address that is not on the list', { redirect_uri: `${REDIRECT}x` }],
    ['no state', { state: '' }],
    ['another flow', { response_type: 'token' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a challenge that is none', { code_challenge: 'short' }],
  ])('send nobody anywhere for %s', async (_, wrong) => {
    await using room = await LinkRoom.open()
    const wish = { ...room.wish, ...wrong }
    const code = await room.code()
    const pages = [
      await room.get('/oauth/authorize', wish),
      await room.form('/oauth/authorize', { ...wish, code }),
    ]
    expect(pages.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [400, null],
      [400, null],
    ])
  })

  test('take a code once, and no wrong one; a ticket once, and for five minutes', async () => {
    await using room = await LinkRoom.open()
    const code = await room.code()
    const wrong = await room.form('/oauth/authorize', { ...room.wish, code: '00000000' })
    expect([wrong.status, wrong.text.includes('no good')]).toEqual([403, true])
    expect((await room.form('/oauth/authorize', { ...room.wish, code })).status).toBe(200)
    expect((await room.form('/oauth/authorize', { ...room.wish, code })).status).toBe(403)
    const ticket = await room.ticket()
    const agree = (): ReturnType<LinkRoom['form']> =>
      room.form('/oauth/authorize/answer', { ticket, answer: 'yes' })
    expect([(await agree()).status, (await agree()).status]).toEqual([303, 400])
    const late = await room.ticket()
    await room.hub.pass(301)
    expect((await room.form('/oauth/authorize/answer', { ticket: late, answer: 'yes' })).status).toBe(400)
  })

  test('send back who does not agree with nothing but that', async () => {
    await using room = await LinkRoom.open()
    const { headers } = await room.form('/oauth/authorize/answer', {
      ticket: await room.ticket(),
      answer: 'no',
    })
    const back = new URL(headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(REDIRECT)
    expect([
      back.searchParams.get('error'),
      back.searchParams.get('state'),
      back.searchParams.get('code'),
    ]).toEqual(['access_denied', 'a state', null])
  })

  test('T14: are four more routes of the street, and nothing else is', async () => {
    await using room = await LinkRoom.open()
    await using plain = await LinkRoom.open({ linkClient: null })
    const usual = await routesOf(plain.hub.hub, 'street')
    const routes = await routesOf(room.hub.hub, 'street')
    expect(routes.filter((route) => !usual.includes(route))).toEqual([
      'GET /oauth/authorize',
      'POST /oauth/authorize',
      'POST /oauth/authorize/answer',
      'POST /oauth/token',
    ])
  })

  test('are not there in a home that links nobody', async () => {
    await using room = await LinkRoom.open({ linkClient: null })
    expect((await room.get('/oauth/authorize', room.wish)).status).toBe(404)
  })
})

describe('a code', () => {
  test.each(['body', 'basic'] as const)(
    'becomes tokens for the client that proves itself by %s',
    async (by) => {
      await using room = await LinkRoom.open()
      const back = await room.agreed()
      expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([REDIRECT, 'a state'])
      const grant = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' }
      const answer = await room.tokens({ ...grant, redirect_uri: REDIRECT, code_verifier: room.verifier }, by)
      expect(answer).toEqual({
        status: 200,
        body: {
          access_token: expect.stringMatching(/^pta_[\w-]{32}$/),
          refresh_token: expect.stringMatching(/^ptr_[\w-]{32}$/),
          token_type: 'Bearer',
          expires_in: expect.closeTo(3_600, -1),
        },
      })
      const [face] = room.hub.hub.faceBook.all
      expect(face).toMatchObject({
        kind: 'voice',
        peer: room.peerOf(answer),
        rights: ['see', 'camera', 'lock'],
      })
    },
  )

  test('is good for nobody without the secret, even with the verifier, nor for another client', async () => {
    await using room = await LinkRoom.open()
    const code = (await room.agreed()).searchParams.get('code') ?? ''
    const grant = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      code_verifier: room.verifier,
    }
    for (const client of [
      { client_id: 'skill' },
      { client_id: 'skill', client_secret: 'guess' },
      { client_id: 'other', client_secret: linkClient.secret },
    ])
      expect((await room.tokens(grant, client)).body).toMatchObject({ error: 'invalid_client' })
    expect((await room.exchange(code)).status).toBe(200)
  })

  test.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['another address', { redirect_uri: 'https://pitangui.amazon.com/api/skill/link/M1' }, 'invalid_request'],
    ['no address', { redirect_uri: '' }, 'invalid_request'],
  ])('is used up by %s', async (_, more, error) => {
    await using room = await LinkRoom.open()
    const code = (await room.agreed()).searchParams.get('code') ?? ''
    expect((await room.exchange(code, more)).body).toMatchObject({ error })
    expect(await room.exchange(code)).toMatchObject(invalid)
    expect(room.hub.hub.faceBook.all).toEqual([])
  })

  test('is stale after five minutes', async () => {
    await using room = await LinkRoom.open()
    const code = (await room.agreed()).searchParams.get('code') ?? ''
    await room.hub.pass(minutes(5) / 1000 + 1)
    expect(await room.exchange(code)).toMatchObject(invalid)
  })

  test('that is shown again ends what it became, at once and also much later', async () => {
    await using room = await LinkRoom.open()
    const { code, ...tokens } = await room.linked()
    expect(room.peerOf(tokens)).not.toBeNull()
    await room.hub.pass(hours(2) / 1000)
    const renewed = await room.refresh(tokens.body['refresh_token'])
    expect(await room.exchange(code)).toMatchObject(invalid)
    expect([room.peerOf(tokens), room.peerOf(renewed)]).toEqual([null, null])
    expect(await room.refresh(renewed.body['refresh_token'])).toMatchObject(invalid)
    expect(room.hub.hub.faceBook.all).toEqual([])
  })

  test('shown twice in one moment leaves nothing behind', async () => {
    await using room = await LinkRoom.open()
    const code = (await room.agreed()).searchParams.get('code') ?? ''
    const both = await Promise.all([room.exchange(code), room.exchange(code)])
    expect(both.map((each) => room.peerOf(each))).toEqual([null, null])
    await expect.poll(() => room.hub.hub.faceBook.all).toEqual([])
  })
})

describe('tokens', () => {
  test('are renewed; the one before is taken once more, as an answer may be lost, and no further', async () => {
    await using room = await LinkRoom.open()
    const first = await room.linked()
    const second = await room.refresh(first.body['refresh_token'])
    // The answer was lost: the same is asked again.
    const again = await room.refresh(first.body['refresh_token'])
    expect([second.status, again.status]).toEqual([200, 200])
    expect(await room.refresh(first.body['refresh_token'])).toMatchObject(invalid)
    // Whichever answer arrived, it works.
    const third = await room.refresh(second.body['refresh_token'])
    expect(third.status).toBe(200)
    expect(await room.refresh(again.body['refresh_token'])).toMatchObject(invalid)
    expect(room.peerOf(third)).toBe(room.peerOf(first))
    await room.hub.pass(hours(1) / 1000 + 1)
    expect(room.peerOf(third)).toBeNull()
    expect((await room.refresh(third.body['refresh_token'])).status).toBe(200)
  })

  test.each([
    ['nothing', {}, 'invalid_request'],
    ['another grant', { grant_type: 'password', username: 'a', password: 'b' }, 'unauthorized_client'],
    [
      'a made up code',
      { grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT },
      'invalid_grant',
    ],
    ['a made up token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
  ])('are refused to %s in the words of RFC 6749', async (_, fields, error) => {
    await using room = await LinkRoom.open()
    const { status, body } = await room.tokens(fields)
    expect([status, body['error']]).toEqual([400, error])
  })

  test('outlive a start, but not their face, and no secret of theirs lies on the disk', async () => {
    await using room = await LinkRoom.open()
    const tokens = await room.linked()
    const { runtime, clock, log, faceBook } = room.hub.hub
    const { records, journal } = runtime
    const parts = {
      ...{ client: linkClient, records, journal, clock, log },
      ...{ chance: { bytes: (n: number) => new Uint8Array(n) }, notice: () => Promise.resolve() },
    }
    using again = createLinking({ ...parts, faces: faceBook })
    expect(again.peerOf(String(tokens.body['access_token']))).toBe(room.peerOf(tokens))
    expect(JSON.stringify(records.all('voice-link'))).not.toMatch(/pt[ar]_/)
    using orphaned = createLinking({
      ...parts,
      faces: createFaceBook({ ...parts, records: facesLost(records) }),
    })
    expect(orphaned.peerOf(String(tokens.body['access_token']))).toBeNull()
  })

  test('end with their face, with the person who agreed, and with a face that ended while nobody looked', async () => {
    await using room = await LinkRoom.open()
    const { faceBook, people, movingOut, linking } = room.hub.hub
    const [ann, bob] = [await room.hub.owner('Ann'), await room.hub.owner('Bob')]
    const [first, second] = [await room.linked(ann), await room.linked(bob)]
    const idOf = (name: string) => people.all.find((each) => each.name === name)?.id
    const [annId, bobId] = [idOf('Ann'), idOf('Bob')]
    if (!annId || !bobId) throw new Error('they are of the home')
    const face = faceBook.all.find(({ peer }) => peer === room.peerOf(first))
    await faceBook.revoke(annId, face?.id ?? '')
    expect(room.peerOf(first)).toBeNull()
    const [peer] = linking?.all.map(({ id }) => id) ?? []
    await movingOut.ask(bobId, bobId)
    expect([room.peerOf(second), linking?.has(peer ?? ''), faceBook.all]).toEqual([null, false, []])
  })

  test(`are for ${LINKS_MAX} accounts`, async () => {
    await using room = await LinkRoom.open()
    for (let n = 0; n < LINKS_MAX; n += 1) expect((await room.linked()).status).toBe(200)
    expect(await room.linked()).toMatchObject(invalid)
    expect(room.hub.hub.linking?.all).toHaveLength(LINKS_MAX)
  })
})
