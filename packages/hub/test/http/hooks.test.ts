// Webhooks of carriers: who is believed, what is kept, what arms, and in which words the others are refused.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Asking } from '../support/asking.ts'
import { HOOK_SECRET, NUMBER, TestHub } from '../support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await TestHub.open()
})
afterAll(() => hub[Symbol.asyncDispose]())

const post = (asking: Asking): ReturnType<TestHub['street']> => hub.street('POST /hooks/easypost', asking)

/** Whatever bytes, under a good signature of theirs. */
function signed(
  body: Uint8Array | string,
  secret = HOOK_SECRET,
): { headers: Record<string, string>; body: Buffer } {
  const hex = createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex')
  return { headers: { 'x-hmac-signature': `hmac-sha256-hex=${hex}` }, body: Buffer.from(body) }
}

/** Runs something and tells which lines the journal got by it. */
async function linesOf(work: () => Promise<unknown>): Promise<TestHub['lines']> {
  const before = hub.lines.length
  await work()
  return hub.lines.slice(before)
}

describe('a signed report', () => {
  test('of a parcel out for delivery is kept, and the door is armed for it', async () => {
    await using home = await TestHub.open()
    const answer = await home.hook('out-for-delivery')
    const parcel = home.lines.find(({ type }) => type === 'ParcelObserved')?.data['parcel']
    expect([answer.status, answer.body]).toEqual([200, { result: 'accepted', parcels: [parcel] }])
    await home.pass(0.1)
    expect(home.phase).toBe('armed')
  })
  test('of any other state arms nothing', async () => {
    const answer = await hub.hook('in-transit', { number: 'JD000000000000000001' })
    expect(answer.body).toMatchObject({ result: 'accepted' })
    await hub.pass(0.1)
    expect(hub.phase).toBe('idle')
    expect(hub.runtime.visits.all).toEqual([])
  })
  test.each([
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/vnd.carrier+json',
  ])('is read whatever kind of body it says to be: %s', async (type) => {
    expect((await hub.hook('in-transit', { headers: { 'content-type': type } })).status).toBe(200)
  })
  test('is taken at the house as well as on the street', async () => {
    const { status } = await hub.ask('POST /hooks/easypost', hub.signedHook('in-transit'))
    expect(status).toBe(200)
  })
  test('about something else is answered with 2xx and kept, so that a person may read it later', async () => {
    const event = { description: 'batch.updated', id: 'evt_batch', result: { state: 'created' } }
    const lines = await linesOf(async () => {
      const answer = await post(signed(JSON.stringify(event)))
      expect([answer.status, answer.body]).toEqual([200, { result: 'kept', parcels: [] }])
    })
    const [line] = lines
    expect(line).toMatchObject({ type: 'ParcelObserved', data: { parcel: null, status: null, arms: false } })
    expect(hub.journal.blob('default', String(line?.data['body']))).not.toBeNull()
  })
  test('with a status nobody knows keeps the parcel as it was', async () => {
    const { body } = hub.signedHook('in-transit', { number: 'JD000000000000000002' })
    const told = body.toString().replaceAll('"in_transit"', '"teleported"')
    const answer = await post(signed(told))
    expect(answer.body).toMatchObject({ result: 'kept', parcels: [expect.any(String)] })
    const parcel = hub.runtime.deliveries.parcels.find(({ number }) => number === 'JD000000000000000002')
    expect(parcel).toMatchObject({ status: null })
  })
})

describe('T18: the same report', () => {
  test('by its event, whatever its bytes: once in the journal, and 2xx each time', async () => {
    const lines = await linesOf(async () => {
      const answers = [
        await hub.hook('in-transit', { eventId: 'evt_same' }),
        await hub.hook('in-transit', { eventId: 'evt_same', number: 'JD000000000000000003' }),
      ]
      expect(answers.map(({ status, body }) => [status, body.result])).toEqual([
        [200, 'accepted'],
        [200, 'duplicate'],
      ])
    })
    expect(lines).toHaveLength(1)
  })
  test('by its bytes, when it names no event', async () => {
    const report = hub.signedHook('in-transit', { eventId: 'evt_to_cut' })
    const anonymous = signed(report.body.toString().replace('"id":"evt_to_cut",', ''))
    const lines = await linesOf(async () => {
      expect((await post(anonymous)).body.result).toBe('accepted')
      expect((await post(anonymous)).body).toEqual({ result: 'duplicate', parcels: [] })
    })
    expect(lines).toHaveLength(1)
  })
  test('ten times in the same moment', async () => {
    const report = hub.signedHook('in-transit')
    const lines = await linesOf(async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(report)))
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
      expect(answers.filter(({ body }) => body.result === 'accepted')).toHaveLength(1)
    })
    expect(lines).toHaveLength(1)
  })
})

const good = (): ReturnType<TestHub['signedHook']> => hub.signedHook('out-for-delivery')
const header = 'x-hmac-signature'

describe('T18: is not believed, is told nothing about why, and leaves nothing but a notice:', () => {
  const forged: Readonly<Record<string, () => Asking>> = {
    'a report without a signature': () => ({ body: good().body }),
    'an empty signature': () => ({ headers: { [header]: '' }, body: good().body }),
    'the signature of another body': () => ({ headers: good().headers, body: Buffer.from('{}') }),
    'the signature of another secret': () => hub.signedHook('out-for-delivery', { secret: 'guessed' }),
    'a body with one more space': () => {
      const { headers, body } = good()
      return { headers, body: Buffer.concat([body, Buffer.from(' ')]) }
    },
    'two signatures, one of them good': () => {
      const { headers, body } = good()
      return { headers: { [header]: [String(headers[header]), 'hmac-sha256-hex=00'] }, body }
    },
    'a good one in another header': () => {
      const { headers, body } = good()
      return { headers: { 'x-hmac-signature-v2': String(headers[header]) }, body }
    },
    'nothing at all': () => ({}),
    'something that is no JSON either': () => ({ body: Buffer.from('<xml/>') }),
  }
  test.each(Object.keys(forged))('%s', async (name) => {
    await hub.pass(61)
    const lines = await linesOf(async () => {
      const { status, body } = await post(forged[name]?.() ?? {})
      expect([status, body]).toEqual([
        401,
        { code: 'HUB_HOOK_SIGNATURE', message: 'the signature is missing or wrong' },
      ])
    })
    expect(lines.map(({ type }) => type)).toEqual(['SecurityNotice'])
    expect(lines[0]?.data).toMatchObject({ what: 'hook-refused', source: 'easypost', count: 1 })
  })
})

test('a flood of forgeries is one notice at once and one a minute, with how many there were', async () => {
  await using home = await TestHub.open()
  const flood = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await home.street('POST /hooks/easypost', { body: Buffer.from('{}') })
  }
  const counts = (): unknown[] => home.notices('hook-refused').map(({ count }) => count)
  await flood(30)
  expect(counts()).toEqual([1])
  await home.pass(59)
  expect(counts()).toEqual([1])
  await home.pass(2)
  expect(counts()).toEqual([1, 29])
  await flood(5)
  await home.pass(60)
  expect(counts()).toEqual([1, 29, 5])
  await home.pass(120)
  expect(counts()).toEqual([1, 29, 5])
  // Quiet again: the next one is news.
  await flood(1)
  expect(counts()).toEqual([1, 29, 5, 1])
})

describe('is refused by its form, whoever signed it:', () => {
  const tooLarge = Buffer.from(JSON.stringify({ pad: 'x'.repeat(256_000) }))
  const malformed: Readonly<Record<string, readonly [Asking, number, string]>> = {
    'a body too large': [signed(tooLarge), 413, 'HUB_HTTP_TOO_LARGE'],
    'the same without its length': [
      { ...signed(tooLarge), headers: { ...signed(tooLarge).headers, 'transfer-encoding': 'chunked' } },
      413,
      'HUB_HTTP_TOO_LARGE',
    ],
    'a body that is no JSON': [signed('<xml/>'), 400, 'HUB_HTTP_BODY'],
    'a body that is no text': [signed(Buffer.of(0x22, 0xff, 0xfe, 0x22)), 400, 'HUB_HTTP_BODY'],
    'an empty body': [signed(''), 400, 'HUB_HTTP_BODY'],
    'an encoded body': [
      { ...signed('{}'), headers: { ...signed('{}').headers, 'content-encoding': 'gzip' } },
      415,
      'HUB_HTTP_MEDIA_TYPE',
    ],
  }
  test.each(Object.keys(malformed))('%s', async (name) => {
    const [asking, status, code] = malformed[name] ?? [{}, 0, '']
    const lines = await linesOf(async () => {
      const answer = await post(asking)
      expect([answer.status, answer.body]).toEqual([status, { code, message: expect.any(String) }])
      expect(answer.body.message).not.toContain('xml')
    })
    expect(lines).toEqual([])
  })
  test('a body of exactly the size that is allowed is read', async () => {
    const [head, tail] = ['{"pad":"', '"}']
    const whole = `${head}${'x'.repeat(256_000 - head.length - tail.length)}${tail}`
    expect((await post(signed(whole))).status).toBe(200)
  })
  test.each(['ups', 'EASYPOST', 'easypost/', '', '..%2fhooks%2feasypost'])(
    'a source that is not on: /hooks/%s',
    async (source) => {
      const answer = await hub.street(`POST /hooks/${source}`, good())
      expect([answer.status, answer.body.code]).toEqual([404, 'HUB_HTTP_NOT_FOUND'])
    },
  )
})

describe('a secret with letters beyond ASCII', () => {
  const secret = 'haustür-schlüssel'
  test.each([
    ['composed', secret.normalize('NFC')],
    ['decomposed', secret.normalize('NFD')],
  ])('signs the same whether it is written down %s or not', async (_form, hookSecret) => {
    await using home = await TestHub.open({ hookSecret })
    expect((await home.hook('in-transit', { secret: secret.normalize('NFC') })).status).toBe(200)
    expect((await home.hook('in-transit', { secret: secret.normalize('NFD') })).status).toBe(200)
    expect((await home.hook('in-transit', { secret: 'haustuer-schluessel' })).status).toBe(401)
  })
})

test('the number of a parcel stands in no line of the journal', async () => {
  await hub.hook('in-transit')
  expect(JSON.stringify(hub.lines)).not.toContain(NUMBER)
})
