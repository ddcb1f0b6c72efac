// The figures of a home at rest and after a visit: read as Prometheus reads them, with labels from closed lists and nothing
// of anybody in them.
import { alarmCodes, doorStates, refusalCodes } from '@portico/core'
import { expect, test } from 'vitest'
import { exposition } from '../../src/metrics/exposition.ts'
import { NUMBER, TestHub } from '../support/test-hub.ts'
import { type Figures, readFigures } from '../support/figures.ts'

async function scrape(hub: TestHub): Promise<Figures> {
  const { status, headers, bytes } = await hub.ask('GET /metrics', { headers: await hub.token('metrics') })
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  return readFigures(bytes.toString())
}

test('a visit that was delivered and one that was refused are counted, and nobody is named', async () => {
  await using hub = await TestHub.open()
  const before = await scrape(hub)
  expect(before.value('portico_doors', { state: 'locked-proved' })).toBe(1)
  expect(before.value('portico_visits_closed_total', { outcome: 'delivered' })).toBe(0)
  await hub.delivered(await hub.owner())
  const headers = await hub.token('read')
  await hub.ask('POST /api/v1/doors/front/open', { headers })
  const after = await scrape(hub)
  expect(after.value('portico_visits_closed_total', { outcome: 'delivered' })).toBe(1)
  expect(after.value('portico_refusals_total', { code: 'RIGHT_MISSING' })).toBe(1)
  expect(after.value('portico_refusals_total', { code: 'other' })).toBe(null)
  expect(after.value('portico_alarms_standing')).toBe(0)
  expect(after.value('portico_ready')).toBe(1)
  expect(after.value('portico_journal_lines')).toBe(hub.seq + 1)
  expect(after.value('portico_journal_lag_seconds_count')).toBe(
    after.value('portico_journal_lag_seconds_bucket', { le: '+Inf' }),
  )
  expect(after.value('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  expect(after.text).not.toContain(NUMBER)
  expect(after.text).not.toMatch(/[spkd]_[0-9a-f]{8}-/)
})

test('the labels are bounded: no list grows by what comes', async () => {
  await using hub = await TestHub.open()
  const figures = await scrape(hub)
  expect(figures.labels('portico_doors', 'state')).toEqual([...doorStates])
  expect(figures.labels('portico_refusals_total', 'code')).toEqual([...refusalCodes])
  expect(figures.labels('portico_alarms_raised_total', 'kind')).toEqual([...alarmCodes])
  expect(figures.labels('portico_camera_live', 'camera')).toEqual(['porch', 'hall'])
})

test('only a token of that scope, or an adult, reads them', async () => {
  await using hub = await TestHub.open()
  expect((await hub.ask('GET /metrics')).status).toBe(401)
  expect((await hub.ask('GET /metrics', { headers: await hub.token('read', 'camera') })).status).toBe(403)
  const narrow = await hub.token('metrics')
  expect((await hub.ask('GET /api/v1/doors', { headers: narrow })).status).toBe(403)
})

test('texts are escaped and numbers written as the format wants them', () => {
  const text = exposition([
    {
      name: 'a',
      type: 'gauge',
      help: 'one\ntwo \\',
      samples: [{ labels: { b: 'say "hi"\n\\' }, value: 1.5 }, { value: Infinity }, { value: NaN }],
    },
  ])
  expect(text).toBe(
    '# HELP a one\\ntwo \\\\\n# TYPE a gauge\na{b="say \\"hi\\"\\n\\\\"} 1.5\na +Inf\na NaN\n',
  )
  expect(readFigures(text).value('a', { b: 'say "hi"\n\\' })).toBe(1.5)
})
