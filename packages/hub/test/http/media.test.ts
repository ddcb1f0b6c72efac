// Stills, photos, films and the evidence file: the very bytes whose hashes are named, in ranges, from the media folder
// alone, and every look noted.
import { createHash } from 'node:crypto'
import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyEvidenceFile } from '@portico/evidence/verify'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { byteRange } from '../../src/http/byte-range.ts'
import type { Asked } from '../support/asking.ts'
import { TestHub } from '../support/test-hub.ts'

let hub: TestHub
let owner: Record<string, string>
let sid: string
beforeAll(async () => {
  hub = await TestHub.open()
  owner = await hub.owner()
  sid = await hub.delivered(owner)
})
afterAll(() => hub[Symbol.asyncDispose]())

const get = (path: string, headers: Record<string, string> = {}): Promise<Asked> =>
  hub.ask(`GET /api/v1/${path}`, { headers: { ...owner, ...headers } })
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a still', () => {
  test('comes with its hash and its age', async () => {
    const { status, bytes, headers } = await get('cameras/porch/still')
    expect([status, headers['content-type']]).toEqual([200, 'image/jpeg'])
    expect(headers).toMatchObject({
      'x-portico-sha256': sha256(bytes),
      'x-portico-age-ms': '80',
      'cache-control': 'no-store',
      'content-length': String(bytes.length),
    })
  })
  test('of a camera inside is for visits alone', async () => {
    expect(await get('cameras/hall/still')).toMatchObject({
      status: 403,
      body: { code: 'HUB_CAMERA_PRIVATE' },
    })
  })
  test('of a camera that is none, or gives no picture, is told as such', async () => {
    expect(await get('cameras/attic/still')).toMatchObject({
      status: 404,
      body: { code: 'HUB_HTTP_NOT_FOUND' },
    })
    hub.cameras.how = 'silent'
    const silent = await get('cameras/porch/still')
    hub.cameras.how = 'live'
    expect([silent.status, silent.headers['retry-after'], silent.body]).toEqual([
      503,
      '1',
      { code: 'HUB_CAMERA_NO_PICTURE', message: 'This is not possible at the moment.' },
    ])
  })
})

describe('photo and film of a visit', () => {
  test('are the bytes whose hash, size and address the visit names', async () => {
    const { body: visit } = await get(`sessions/${sid}`)
    for (const [media, type] of [
      [visit.photo, 'image/jpeg'],
      [visit.film[0], 'video/mp4'],
    ]) {
      const { status, bytes, headers } = await hub.ask(`GET ${media.url}`, { headers: owner })
      expect([status, headers['content-type'], headers['accept-ranges']]).toEqual([200, type, 'bytes'])
      expect([sha256(bytes), bytes.length]).toEqual([media.sha256, media.bytes])
      expect(headers['cache-control']).toBe('no-store')
    }
  })
  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, 960],
    ['bytes=-100', 860, 960],
    ['bytes=-5000', 0, 960],
    ['bytes=959-5000', 959, 960],
    ['bytes=000-009', 0, 10],
  ])('a range of it is a part: %s', async (range, from, to) => {
    const whole = await get(`sessions/${sid}/film/porch/0`)
    const part = await get(`sessions/${sid}/film/porch/0`, { range })
    expect(part.status).toBe(206)
    expect(part.headers).toMatchObject({
      'content-range': `bytes ${from}-${to - 1}/960`,
      'content-length': String(to - from),
    })
    expect(part.bytes).toEqual(whole.bytes.subarray(from, to))
  })
  test.each(['bytes=960-', 'bytes=5000-6000', 'bytes=-0'])(
    'a range outside of it is none: %s',
    async (range) => {
      const { status, headers, body } = await get(`sessions/${sid}/film/porch/0`, { range })
      expect([status, headers['content-range'], body.code]).toEqual([416, 'bytes */960', 'HUB_HTTP_RANGE'])
    },
  )
  test.each(['bytes=5-1', 'bytes=0-1,5-6', 'bytes=a-b', 'bytes=-', 'lines=0-1', 'bytes=0-1;x', 'bytes= 0-1'])(
    'what is no single range of bytes is answered with the whole: %s',
    async (range) => {
      const { status, bytes } = await get(`sessions/${sid}/film/porch/0`, { range })
      expect([status, bytes.length]).toEqual([200, 960])
    },
  )
  test('of an empty file there is no range', () => {
    expect([byteRange('bytes=0-', 0), byteRange('bytes=-5', 0), byteRange(undefined, 0)]).toEqual([
      'outside',
      'outside',
      null,
    ])
  })
  test.each([
    'film/hall/0',
    'film/porch/1',
    'film/porch/00',
    'film/porch/0x0',
    'film/porch/-1',
    'film/..%2fporch/0',
    'film/porch/..%2f..%2fjournal.db',
    'film/porch',
  ])('another piece than there is, is none: %s', async (piece) => {
    expect(await get(`sessions/${sid}/${piece}`)).toMatchObject({ status: 404 })
  })
  test('a visit that nobody knows, and one without a photo yet, have none', async () => {
    await using home = await TestHub.open()
    const headers = await home.owner()
    await home.armed()
    for (const path of [
      's_unknown/photo',
      `${home.sid}/photo`,
      's_unknown/film/porch/0',
      's_unknown/evidence',
    ])
      expect(await home.ask(`GET /api/v1/sessions/${path}`, { headers })).toMatchObject({ status: 404 })
  })

  describe('on a disk that others touched', () => {
    const path = (): string => join(hub.folder, sid, 'porch-0.mp4')
    afterEach(() => rename(`${path()}.kept`, path()))

    test('a link that points out of the folder is nothing', async () => {
      await rename(path(), `${path()}.kept`)
      await symlink('/etc/hostname', path())
      expect(await get(`sessions/${sid}/film/porch/0`)).toMatchObject({ status: 404 })
    })
    test('a file that is gone is nothing', async () => {
      await rename(path(), `${path()}.kept`)
      expect(await get(`sessions/${sid}/film/porch/0`)).toMatchObject({ status: 404 })
    })
  })
})

describe('the evidence file', () => {
  const collect = async (): Promise<Asked> => get(`sessions/${sid}/evidence`)

  test('is one download that the verifier finds sound', async () => {
    const { status, headers, bytes } = await collect()
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'application/x-tar',
      `attachment; filename="${sid}.tar"`,
    ])
    expect(await verifyEvidenceFile(bytes)).toMatchObject({
      verdict: 'sound',
      session: sid,
      door: 'front',
      media: [{ type: expect.any(String) }, { type: expect.any(String) }],
    })
  })
  test('is not there while the visit goes on', async () => {
    await using home = await TestHub.open()
    const headers = await home.owner()
    await home.armed()
    expect(await home.ask(`GET /api/v1/sessions/${home.sid}/evidence`, { headers })).toMatchObject({
      status: 409,
      body: { code: 'HUB_HTTP_UNFINISHED' },
    })
  })
  test('breaks off rather than to hold a film that was changed', async () => {
    const path = join(hub.folder, sid, 'porch-0.mp4')
    const film = await readFile(path)
    await writeFile(path, Buffer.from(film).fill('X', 10, 11))
    await expect(collect()).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    await writeFile(path, film)
    expect(await verifyEvidenceFile((await collect()).bytes)).toMatchObject({ verdict: 'sound' })
  })
  test('names a film that is missing as what it is', async () => {
    const path = join(hub.folder, sid, 'porch-0.mp4')
    const film = await readFile(path)
    await rm(path)
    const { status, bytes } = await collect()
    await writeFile(path, film)
    expect(status).toBe(200)
    expect(await verifyEvidenceFile(bytes)).toMatchObject({
      verdict: 'incomplete',
      missing: [expect.stringMatching(/film/)],
    })
  })
})

test('T22: every kind of look stands in the audit with who, how and at what', async () => {
  await using home = await TestHub.open()
  const headers = await home.owner()
  const visit = await home.delivered(headers)
  const script = await home.token('read', 'camera')
  for (const path of [
    `sessions/${visit}/photo`,
    `sessions/${visit}/film/porch/0`,
    `sessions/${visit}/evidence`,
  ])
    for (const who of [headers, script]) await home.ask(`GET /api/v1/${path}`, { headers: who })
  await home.ask('GET /api/v1/cameras/porch/still', { headers: script })
  const seen = home
    .audited('looked')
    .map(({ face, seen: what, on }) => [face, what, on === visit ? 'visit' : on].join(' '))
  expect(seen).toEqual([
    'owner-page camera porch',
    'owner-page photo visit',
    'token photo visit',
    'owner-page film visit',
    'token film visit',
    'owner-page evidence visit',
    'token evidence visit',
    'token camera porch',
  ])
})
