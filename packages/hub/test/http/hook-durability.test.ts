// A carrier that was told 2xx never tells it again: so 2xx is said only once the disk has the report, whatever the disk
// does and however many come at a time.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, openStoreReadOnly } from '@portico/store-sqlite'
import { MemoryJournal, TestClock } from '@portico/testing'
import { expect, test } from 'vitest'
import { IN_FLIGHT_MAX } from '../../src/http/routes/hook-routes.ts'
import type { Asked } from '../support/asking.ts'
import { HeldJournal } from '../support/held-journal.ts'
import { TestHub } from '../support/test-hub.ts'
import { turns, until } from '../support/until.ts'

test('nobody is answered before the journal has it', async () => {
  const journal = new HeldJournal()
  await using hub = await TestHub.open({ journal })
  const before = hub.seq
  journal.hold()
  let answer: Asked | null = null
  const asking = hub.hook('out-for-delivery').then((asked) => (answer = asked))
  await until('the report to wait for the disk', () => journal.waiting > 0)
  await turns(50)
  expect(answer).toBeNull()
  expect(hub.seq).toBe(before)
  journal.release()
  expect((await asking).status).toBe(200)
  expect(hub.journal.lines({ home: 'default', after: before, limit: 10 })).toContainEqual(
    expect.objectContaining({ type: 'ParcelObserved' }),
  )
})

test('what was answered stands in the SQLite file: line, raw body, and that it came', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-hooks-'))
  const store = await openStore({ folder, clock: new TestClock() })
  {
    await using hub = await TestHub.open({ journal: store })
    const answer = await hub.hook('in-transit', { eventId: 'evt_on_disk' })
    expect(answer.body.result).toBe('accepted')
    using disk = openStoreReadOnly(folder)
    const line = disk
      .lines({ home: 'default', after: -1, limit: 500 })
      .find(({ type }) => type === 'ParcelObserved')
    expect(line?.data).toMatchObject({ parcel: answer.body.parcels[0], status: 'in-transit' })
    expect(disk.blob('default', String(line?.data['body']))).not.toBeNull()
    expect(disk.records('default', 'hook')).toHaveLength(2)
    expect((await hub.hook('in-transit', { eventId: 'evt_on_disk' })).body.result).toBe('duplicate')
  }
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test.each(['HUB_JOURNAL_FULL', 'HUB_JOURNAL_WRITE'])(
  'a disk that fails (%s) is a 503, and the repeat of the carrier is taken',
  async (code) => {
    const journal = new MemoryJournal()
    await using hub = await TestHub.open({ journal })
    const report = hub.signedHook('out-for-delivery')
    journal.failNext(code)
    const failed = await hub.street('POST /hooks/easypost', report)
    expect([failed.status, failed.headers['retry-after'], failed.body]).toEqual([
      503,
      '1',
      { code, message: 'This is not possible at the moment.' },
    ])
    expect(hub.runtime.visits.all).toEqual([])
    const again = await hub.street('POST /hooks/easypost', report)
    expect([again.status, again.body.result]).toEqual([200, 'accepted'])
    await hub.pass(0.1)
    expect(hub.phase).toBe('armed')
  },
)

test('a repeat that comes before its report is written is answered by what becomes of that one', async () => {
  const journal = new MemoryJournal()
  await using hub = await TestHub.open({ journal })
  const report = hub.signedHook('in-transit')
  journal.failNext('HUB_JOURNAL_WRITE')
  const both = await Promise.all([
    hub.street('POST /hooks/easypost', report),
    hub.street('POST /hooks/easypost', report),
  ])
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 503]))
  expect(both.find(({ status }) => status === 200)?.body.result).toBe('accepted')
})

test('a storm beyond what is kept waiting is told to come again; none that was told 2xx is lost', async () => {
  const journal = new HeldJournal()
  await using hub = await TestHub.open({ journal })
  const owner = await hub.owner()
  const beyond = 8
  journal.hold()
  const answers: Asked[] = []
  const storm = Array.from({ length: IN_FLIGHT_MAX + beyond }, async (_, n) => {
    answers.push(await hub.hook('in-transit', { number: `JD${String(n).padStart(18, '0')}` }))
  })
  await until(
    'the storm to wait for the disk',
    () => journal.waiting === IN_FLIGHT_MAX && answers.length === beyond,
  )
  for (const { status, body, headers } of answers) {
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'HUB_HTTP_BUSY', '1'])
  }
  // Whoever lives there is served meanwhile.
  expect((await hub.ask('GET /api/v1/doors', { headers: owner })).status).toBe(200)
  expect((await hub.street('GET /healthz')).status).toBe(200)
  journal.release()
  await Promise.all(storm)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(IN_FLIGHT_MAX)
  expect(hub.lines.filter(({ type }) => type === 'ParcelObserved')).toHaveLength(IN_FLIGHT_MAX)
  expect((await hub.hook('in-transit')).status).toBe(200)
})
