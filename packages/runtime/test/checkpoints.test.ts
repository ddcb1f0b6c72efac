// Heads of the chain are signed when they must be, whatever fails meanwhile, and every chain that comes of it is
// unaltered to a judge who knows the pin (safety design 1.9, S34; threats T20).
import { type JournalLine, homeId, milliseconds } from '@portico/core'
import { chainSigner, newSigningKey } from '@portico/evidence/seal'
import { type NotedHead, judgementOf, verifyLines } from '@portico/evidence/verify'
import { MemoryJournal, TestClock } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import { HomeJournal } from '../src/index.ts'
import type { LineBody } from '../src/home-journal.ts'
import { SimulatedHome } from './simulated-home.ts'

const signer = chainSigner(newSigningKey())
const home = homeId('default')

const line = (type = 'Audit'): LineBody => ({ door: null, session: null, type, cause: 'runtime', data: {} })

class Desk {
  readonly store = new MemoryJournal()
  readonly clock = new TestClock()
  journal = this.begin()

  begin(): HomeJournal {
    const { store: journal, clock } = this
    return new HomeJournal({ home, journal, clock, epoch: 1, writer: 'hub', signer })
  }
  get lines(): readonly JournalLine[] {
    return this.store.lines({ home, after: -1, limit: 10_000 })
  }
  get checkpoints(): readonly number[] {
    return this.lines.filter(({ type }) => type === 'Checkpoint').map(({ seq }) => seq)
  }
  async write(count: number, type?: string): Promise<void> {
    for (let n = 0; n < count; n++) await this.journal.append({ lines: [line(type)] })
  }
  async judge(head: NotedHead | null = null): Promise<string> {
    const texts = this.lines.map((each) => JSON.stringify(each))
    return judgementOf(await verifyLines(texts, { outside: { pin: signer.pin, head } }))
  }
}

describe('a head is signed', () => {
  test('with the first line of a life, and behind 64 lines at the latest', async () => {
    const desk = new Desk()
    await desk.write(130)
    expect(desk.checkpoints).toEqual([1, 66, 131])
    desk.journal = desk.begin()
    await desk.write(2)
    expect(desk.checkpoints).toEqual([1, 66, 131, 134])
    expect(await desk.judge()).toBe('unaltered')
  })

  test('with the first line that comes a minute after the one before, and none when nothing is written', async () => {
    const desk = new Desk()
    await desk.write(1)
    await desk.clock.advance(milliseconds(59_999))
    await desk.write(1)
    expect(desk.checkpoints).toEqual([1])
    await desk.clock.advance(milliseconds(1))
    await desk.write(1)
    await desk.clock.advance(milliseconds(600_000))
    expect(desk.checkpoints).toEqual([1, 4])
  })

  test.each(['SessionClosed', 'AlarmRaised', 'DoorSecured'])(
    'at once and in the same transaction after %s',
    async (type) => {
      const desk = new Desk()
      await desk.write(2)
      const told: string[] = []
      desk.journal.follow((lines) => void told.push(...lines.map((each) => each.type)))
      const asked = await desk.journal.append({ lines: [line(type), line()] })
      expect(asked.map((each) => each.type)).toEqual([type, 'Audit'])
      expect(told).toEqual([type, 'Audit', 'Checkpoint'])
      expect(desk.journal.checkpoint).toMatchObject({ upTo: 4, key: signer.key })
    },
  )

  test('a write that fails takes its checkpoint with it, and the next one signs', async () => {
    const desk = new Desk()
    await desk.write(2)
    const before = desk.journal.checkpoint
    desk.store.failNext('HUB_JOURNAL_FULL')
    await expect(desk.write(1, 'SessionClosed')).rejects.toMatchObject({ code: 'HUB_JOURNAL_FULL' })
    expect(desk.journal.checkpoint).toEqual(before)
    await desk.write(1)
    expect(desk.checkpoints).toEqual([1, 4])
    expect(await desk.judge()).toBe('unaltered')
  })

  test('groups that are handed over at once keep their order', async () => {
    const desk = new Desk()
    await Promise.all(
      Array.from({ length: 40 }, () => desk.journal.append({ lines: [line(), line(), line()] })),
    )
    expect(desk.lines).toHaveLength(122)
    expect(await desk.judge()).toBe('unaltered')
    expect(desk.journal.checkpoint?.upTo).toBe((desk.checkpoints.at(-1) ?? 0) - 1)
  })
})

test('a new key is vouched for by the one that goes, and signs from then on', async () => {
  const desk = new Desk()
  const next = chainSigner(newSigningKey())
  await desk.write(3)
  await desk.clock.advance(milliseconds(70_000))
  await desk.journal.changeKey(next)
  await desk.write(2)
  expect(desk.lines.map(({ type }) => type)).toEqual([
    ...['Audit', 'Checkpoint', 'Audit', 'Audit'],
    ...['KeyChanged', 'Audit', 'Checkpoint', 'Audit'],
  ])
  expect(desk.journal.pin).toBe(next.pin)
  expect(desk.journal.checkpoint?.key).toBe(next.key)
  expect(await desk.judge()).toBe('unaltered')
})

describe('a whole visit', () => {
  test('S34: after its end and after an alarm a checkpoint stands within 60 s; the edge has the newest head', async () => {
    await using simulated = await SimulatedHome.open({ signer })
    await simulated.armed()
    await simulated.arrive()
    await simulated.approve()
    await simulated.pass(3)
    simulated.door.do({ type: 'open', from: 'outside', wide: true })
    await simulated.pass(5)
    simulated.door.do({ type: 'close' })
    await simulated.pass(60)
    expect(simulated.runtime.visits.all[0]).toMatchObject({ state: 'closed' })
    const lines = simulated.runtime.lines({ after: -1, limit: 10_000 })
    for (const [at, { type, wall }] of lines.entries()) {
      if (type !== 'SessionClosed' && type !== 'AlarmRaised') continue
      const behind = lines.slice(at).find((each) => each.type === 'Checkpoint')
      expect((behind?.wall ?? Infinity) - wall).toBeLessThanOrEqual(60_000)
    }
    const head = simulated.door.heartbeats.at(-1)?.head
    expect(head).toEqual(simulated.runtime.journal.checkpoint)
    const texts = lines.map((each) => JSON.stringify(each))
    const noted = head ? { seq: head.upTo, hash: head.hash } : null
    const verdict = await verifyLines(texts, { outside: { pin: signer.pin, head: noted } })
    expect(verdict).toMatchObject({ verdict: 'sound', proof: { key: 'pinned', head: 'met' } })
    // Cut before the head that the edge keeps, the journal is found short.
    const cut = await verifyLines(texts.slice(0, noted?.seq ?? 0), {
      outside: { pin: signer.pin, head: noted },
    })
    expect(cut).toMatchObject({ verdict: 'changed', why: 'truncated' })
  })
})

test('a chain without a signer is as it was: nothing of signing stands in it', async () => {
  const store = new MemoryJournal()
  const journal = new HomeJournal({ home, journal: store, clock: new TestClock(), epoch: 1, writer: 'hub' })
  const [written] = await journal.append({ lines: [line('SessionClosed')] })
  expect(written?.hash).toBe(store.head(home)?.hash)
  expect([journal.pin, journal.checkpoint]).toEqual([null, null])
})
