// Goal: each source of delivery notices has a secret: that of the environment, or one made once. Method: a journal in
// memory and made-up environments.
import { carriers } from '@portico/plugin-carriers'
import { describe, expect, it } from 'vitest'
import { loadSources } from '../../src/people/sources.ts'
import { PeopleBench } from './people-bench.ts'

type Found = Awaited<ReturnType<typeof loadSources>>

const load = (
  bench: PeopleBench,
  environment: Readonly<Record<string, string>> = {},
  on: readonly string[] = ['easypost'],
): Promise<Found> => loadSources({ carriers, on, environment: (name) => environment[name], ...bench.parts })

describe('the secret of a source', () => {
  it('is made once, noted without itself, and kept over restarts', async () => {
    using bench = new PeopleBench()
    const first = (await load(bench)).get('easypost')
    expect(first).toMatchObject({ from: 'generated', secret: expect.stringMatching(/^[\w-]{32}$/) })
    bench.begin()
    expect((await load(bench)).get('easypost')?.secret).toBe(first?.secret)
    expect(bench.audit).toEqual([{ what: 'source-secret-made', by: null, sources: ['easypost'] }])
    expect(JSON.stringify(bench.lines)).not.toContain(first?.secret)
  })

  it('is that of the environment where there is one, and the made one is kept for later', async () => {
    using bench = new PeopleBench()
    const made = (await load(bench)).get('easypost')
    const given = (await load(bench, { PORTICO_HOOK_SECRET_EASYPOST: 'given' })).get('easypost')
    expect(given).toMatchObject({ secret: 'given', from: 'environment' })
    expect((await load(bench)).get('easypost')?.secret).toBe(made?.secret)
  })

  it('is made where the environment gives nothing but space', async () => {
    using bench = new PeopleBench()
    const found = await load(bench, { PORTICO_HOOK_SECRET_EASYPOST: '  ' })
    expect(found.get('easypost')?.from).toBe('generated')
  })

  it('is written as the sender wants it, and all of a first start stand in one line', async () => {
    using bench = new PeopleBench()
    const found = await load(bench, {}, ['usps', 'webhook'])
    expect(found.get('usps')?.secret).toHaveLength(32)
    expect(found.get('webhook')?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/)
    expect(bench.audit).toEqual([{ what: 'source-secret-made', by: null, sources: ['usps', 'webhook'] }])
  })

  it('is never made for a sender whose public keys are wanted', async () => {
    using bench = new PeopleBench()
    expect((await load(bench, {}, ['shipengine'])).get('shipengine')).toMatchObject({
      secret: '',
      from: 'missing',
    })
    expect(bench.lines).toEqual([])
    const given = { PORTICO_HOOK_SECRET_SHIPENGINE: '{"keys":[]}' }
    expect((await load(bench, given, ['shipengine'])).get('shipengine')?.from).toBe('environment')
  })
})

describe('what a source had us remember', () => {
  it('is kept over restarts, sealed, and forgotten with another secret', async () => {
    using bench = new PeopleBench()
    const first = (await load(bench, {}, ['fedex'])).get('fedex')
    expect(first?.memory.value).toBeNull()
    await first?.memory.remember('hex')
    expect(first?.memory.value).toBe('hex')
    bench.begin()
    expect((await load(bench, {}, ['fedex'])).get('fedex')?.memory.value).toBe('hex')
    const other = await load(bench, { PORTICO_HOOK_SECRET_FEDEX: 'another' }, ['fedex'])
    expect(other.get('fedex')?.memory.value).toBeNull()
    expect(bench.audit.at(-1)).toEqual({ what: 'source-learned', by: null, source: 'fedex' })
  })

  it('is as it was when the disk cannot keep it', async () => {
    using bench = new PeopleBench()
    const source = (await load(bench, {}, ['fedex'])).get('fedex')
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(source?.memory.remember('hex')).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(source?.memory.value).toBeNull()
  })
})

describe('sources', () => {
  it('are those that are on, and no others', async () => {
    using bench = new PeopleBench()
    expect([...(await load(bench, {}, []))]).toEqual([])
    expect(bench.lines).toEqual([])
  })

  it('that no carrier reads are refused by name', async () => {
    using bench = new PeopleBench()
    await expect(load(bench, {}, ['pigeon'])).rejects.toMatchObject({
      code: 'HUB_HOOK_SOURCE',
      message: `carriers: pigeon is none that Portico reads (${carriers.map(({ id }) => id).join(', ')})`,
    })
  })

  it('do not begin when the disk cannot keep a new secret', async () => {
    using bench = new PeopleBench()
    bench.journal.failNext('HUB_JOURNAL_FULL')
    await expect(load(bench)).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
  })
})
