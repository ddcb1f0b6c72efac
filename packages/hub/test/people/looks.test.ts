// Goal: every look of a person or token stands in the audit, once for looking on and on (threats T22). Method: virtual time.
import { actorId, milliseconds, minutes, seconds } from '@portico/core'
import { describe, expect, it } from 'vitest'
import type { Hub } from '../../src/hub.ts'
import type { Identity } from '../../src/people/identity.ts'
import { Looks } from '../../src/people/looks.ts'
import { PeopleBench } from './people-bench.ts'

const script: Identity = { kind: 'token', id: actorId('k_1'), name: 'display', scopes: ['camera'] }

async function bookOf(bench: PeopleBench): Promise<{ looks: Looks; anna: Identity }> {
  const anna = await bench.people.identify(await bench.cookie('Anna'))
  if (!anna) throw new Error('nobody')
  // cast: of the runtime only its journal is looked at
  const runtime = { journal: bench.parts.journal } as Hub['runtime']
  bench.lines.length = 0
  return { anna, looks: new Looks({ runtime, clock: bench.clock, log: bench.log }) }
}

describe('a look', () => {
  it('stands in the audit with who, by which face, what and where', async () => {
    using bench = new PeopleBench()
    const { looks, anna } = await bookOf(bench)
    looks.note(anna, 'camera', 'hall')
    looks.note(script, 'photo', 's_1')
    await bench.clock.advance(milliseconds(0))
    expect(bench.audit).toEqual([
      { what: 'looked', by: bench.people.all[0]?.id, face: 'owner-page', seen: 'camera', on: 'hall' },
      { what: 'looked', by: 'k_1', face: 'token', seen: 'photo', on: 's_1' },
    ])
  })

  it('on and on is one line in ten minutes; each other thing, place or person one of its own', async () => {
    using bench = new PeopleBench()
    const { looks, anna } = await bookOf(bench)
    const lookAround = (): void => {
      for (const by of [anna, script])
        for (const on of ['hall', 'porch']) {
          looks.note(by, 'camera', on)
          looks.note(by, 'film', on)
        }
    }
    lookAround()
    await bench.clock.advance(seconds(599))
    lookAround()
    expect(bench.audit).toHaveLength(8)
    await bench.clock.advance(seconds(1))
    lookAround()
    await bench.clock.advance(minutes(1))
    expect(bench.audit).toHaveLength(16)
  })

  it('is not kept from anybody by a disk that fails', async () => {
    using bench = new PeopleBench()
    const { looks, anna } = await bookOf(bench)
    bench.journal.failNext('HUB_JOURNAL_FULL')
    looks.note(anna, 'camera', 'hall')
    await bench.clock.advance(milliseconds(0))
    expect(bench.audit).toEqual([])
    expect(bench.logged.join('')).toContain('look not noted')
  })
})
