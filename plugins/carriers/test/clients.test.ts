// What each service is asked and what its answers mean: requests held to the vendor's documented form, answers read by
// the same files as its pushes. Method: the golden bodies of the pushes as the API wraps them. Nothing is sent.
import type { TrackingClient, VendorRequest } from '@portico/plugin-api'
import { describe, expect, test } from 'vitest'
import { carriers, clients } from '../src/index.ts'
import { files, fixture } from './fixtures.ts'

const KEY = 'the-key'
const parcel = { number: '1Z/4R8V?67&0', carrier: 'ups', ref: null }

const clientOf = (source: string): TrackingClient => {
  const found = clients.find((client) => client.source === source)
  if (!found) throw new Error(`no client ${source}`)
  return found
}

/** Where a push has what the API answers. */
const inside: Readonly<Record<string, (body: never) => object>> = {
  easypost: ({ result }: { result: object }) => result,
  aftership: ({ msg }: { msg: object }) => ({ meta: { code: 200 }, data: msg }),
  '17track': ({ data }: { data: object }) => ({ code: 0, data: { accepted: [data], rejected: [] } }),
}

describe('an answer', () => {
  const told = Object.entries(files).filter(([, { source }]) => Object.hasOwn(inside, source))
  test.each(told)('about %s says what its push says, but for the id of the message', (name, { source }) => {
    // cast (two): golden files, and the body of each as its source has it
    const body = JSON.parse(fixture(name).toString()) as never
    const push = carriers.find(({ id }) => id === source)?.parse(body)
    const answer = clientOf(source).ask?.read({ status: 200, body: inside[source]?.(body) })
    if (!push?.understood || answer?.type !== 'done') throw new Error('not understood')
    expect(answer.found.map(({ reading }) => reading)).toEqual(
      push.readings.map((reading) => ({ ...reading, eventId: null })),
    )
  })

  test('that tells of nothing, or of something else, is no parcel', () => {
    for (const client of clients)
      for (const body of [
        undefined,
        null,
        [],
        'text',
        7,
        {},
        { data: 'x' },
        { trackers: [{}] },
        { code: 0 },
      ]) {
        const found = client.ask?.read({ status: 200, body })
        expect(found?.type === 'done' ? found.found : []).toEqual([])
      }
  })

  test('tells what a vendor means by its own words', () => {
    const track17 = clientOf('17track')
    const rejected = (code: number) => ({
      status: 200,
      body: { code: 0, data: { accepted: [], rejected: [{ number: 'N', error: { code } }] } },
    })
    expect(track17.readFollow(rejected(-18_019_901), parcel)).toEqual({
      type: 'done',
      found: { ref: null, told: [] },
    })
    expect(track17.readFollow(rejected(-18_019_903), parcel)).toMatchObject({ type: 'refused' })
    expect(track17.readFollow(rejected(-18_019_908), parcel)).toEqual({ type: 'busy' })
    expect(track17.readCheck({ status: 200, body: { code: -18_010_002 } })).toEqual({ type: 'key-refused' })
    expect(track17.ask?.read({ status: 200, body: { code: -18_010_003 } })).toMatchObject({ type: 'failed' })
    const known = { status: 400, body: { meta: { code: 4003 }, data: { id: 'a1' } } }
    expect(clientOf('aftership').readFollow(known, parcel)).toEqual({
      type: 'done',
      found: { ref: 'a1', told: [] },
    })
  })

  test.each([400, 404, 422])('%i is about this parcel alone', (status) => {
    for (const client of clients)
      expect(client.readFollow({ status, body: {} }, parcel)).toMatchObject({ type: 'refused' })
  })
})

describe('a request', () => {
  const all = clients.flatMap((client): (readonly [string, VendorRequest | null | undefined])[] => [
    [`${client.source}: follow`, client.follow(parcel, KEY)],
    [`${client.source}: ask`, client.ask?.request(parcel, KEY)],
    [`${client.source}: ask by id`, client.ask?.request({ ...parcel, ref: '../x?y' }, KEY)],
    [`${client.source}: leave`, client.leave?.({ ...parcel, ref: '../x?y' }, KEY)],
    [`${client.source}: check`, client.check(KEY)],
    [`${client.source}: list`, client.hooks?.list(KEY)],
    [`${client.source}: add`, client.hooks?.add({ url: 'https://p.example/hooks/x', secret: 's' }, KEY)],
    [`${client.source}: remove`, client.hooks?.remove('../x?y', KEY)],
  ])
  const made = all.flatMap(([name, request]) => (request ? [[name, request] as const] : []))

  test.each(made)(
    '%s bears the key in a header, and what comes from outside as one part of its path',
    (_, request) => {
      const headers = Object.values(request.headers).join(' ')
      expect(headers.includes(KEY) || headers.includes(Buffer.from(`${KEY}:`).toString('base64'))).toBe(true)
      expect(request.path).not.toContain(KEY)
      expect(request.body ?? '').not.toContain(KEY)
      const origin = 'https://vendor.example'
      const url = new URL(request.path, origin)
      expect(url.origin).toBe(origin)
      expect(url.pathname).not.toMatch(/\/\.\.(?:\/|$)/)
      expect(url.pathname.startsWith(request.path.split('?')[0] ?? '')).toBe(true)
      for (const [, value] of url.searchParams) expect(['ups', '1Z/4R8V?67&0', '1']).toContain(value)
    },
  )

  test('names the carrier where the service has a name for it', () => {
    const body = (source: string, carrier: string | null): unknown =>
      JSON.parse(clientOf(source).follow({ number: 'N', carrier }, KEY)?.body ?? 'null')
    expect(body('easypost', 'ups')).toEqual({ tracker: { tracking_code: 'N', carrier: 'UPS' } })
    expect(body('easypost', 'pigeon')).toEqual({ tracker: { tracking_code: 'N' } })
    expect(body('aftership', 'royal-mail')).toEqual({ tracking_number: 'N', slug: 'royal-mail' })
    expect(body('17track', 'dhl-de')).toEqual([{ number: 'N', carrier: 7041 }])
    expect(body('17track', 'constructor')).toEqual([{ number: 'N' }])
    expect(body('shippo', 'ups')).toEqual({ carrier: 'ups', tracking_number: 'N' })
    expect(body('shippo', null)).toBeNull()
    expect(clientOf('shipengine').follow({ number: 'N', carrier: 'pigeon' }, KEY)).toBeNull()
  })

  test('goes to the vendor over TLS', () => {
    for (const { origin } of clients)
      expect(new URL(origin)).toMatchObject({ protocol: 'https:', pathname: '/' })
  })
})

test('DHL: the address in a handshake is never called; its id is taken where it has the form of one', () => {
  const { confirms } = carriers.find(({ id }) => id === 'dhl') ?? {}
  const asked = (url: string | null, secret = 'sekret-1') =>
    confirms?.request({ action: '', url, secret }, KEY)?.path ?? null
  const base = 'https://api-eu.dhl.com/tracking/push/v1/subscription/'
  expect(asked(`${base}5f0f-4c1e`)).toBe('/tracking/push/v1/subscription/5f0f-4c1e')
  for (const id of ['', '../../keys', 'a?b', 'a/b', 'x'.repeat(65)]) expect(asked(base + id)).toBeNull()
  expect(asked(null)).toBeNull()
  expect(asked(`${base}a`, 'two\nlines')).toBeNull()
})
