// Commands on their way to the hub: one of a kind for a door at a time, approvals by the picture that was shown, PINs where
// nobody reads along, and the hub's no in words.
import { milliseconds } from '@portico/core'
import { TestClock, sampleVisit as visit } from '@portico/testing'
import { expect, test } from 'vitest'
import { type CommandClient, CommandDesk } from '../src/commands/command-desk.ts'
import type { Command } from '../src/commands/command-gate.ts'
import { SHOWN_MAX_MS, ShownStills } from '../src/commands/shown-stills.ts'
import type { Visit } from '../src/told/words.ts'

interface Desk {
  readonly desk: CommandDesk
  readonly asked: string[]
  readonly answers: string[]
}

interface DeskOptions {
  readonly visits?: readonly Visit[]
  readonly isPrivate?: boolean
  readonly newest?: string | null
  /** What the hub does about a lock. */
  readonly lock?: () => Promise<void>
}

function deskOf({ visits = [], isPrivate = true, newest = null, lock }: DeskOptions = {}): Desk {
  const asked: string[] = []
  const answers: string[] = []
  const note = async (words: string): Promise<void> => void asked.push(words)
  const client: CommandClient = {
    lock: async (door) => {
      await note(`lock ${door}`)
      await lock?.()
    },
    open: (door, pin) => note(`open ${door} ${pin}`),
    approve: (session, { try: attempt, picture }) => note(`approve ${session} ${attempt} ${picture}`),
    deny: (session) => note(`deny ${session}`),
    abort: (session) => note(`abort ${session}`),
  }
  const desk = new CommandDesk({
    client,
    isPrivate,
    stills: { newestOf: () => newest },
    visitAt: (door) => visits.find((each) => each.door === door) ?? null,
    answer: (words) => void answers.push(words),
  })
  return { desk, asked, answers }
}

const command = (act: Command['act'], pin: string | null = null): Command => ({ door: 'front', act, pin })

test('the same again while it is under way is not asked twice', async () => {
  const waits = Promise.withResolvers<void>()
  const { desk, asked } = deskOf({ lock: () => waits.promise })
  const first = desk.carry(command('lock'))
  expect(await desk.carry(command('lock'))).toBe(false)
  waits.resolve()
  expect(await first).toBe(true)
  expect(await desk.carry(command('lock'))).toBe(true)
  expect(asked).toEqual(['lock front', 'lock front'])
})

test('a no of the hub is told with its code, and a fault without its words', async () => {
  const refused = Object.assign(new Error('the door stands open'), { code: 'DOOR_OPEN' })
  const no = deskOf({ lock: () => Promise.reject(refused) })
  await no.desk.carry(command('lock'))
  expect(no.answers).toEqual(['front: DOOR_OPEN: the door stands open'])
  const fault = deskOf({ lock: () => Promise.reject(new TypeError('x of undefined')) })
  await fault.desk.carry(command('lock'))
  expect(fault.answers).toEqual(['front: a fault of the bridge: look at its log'])
})

test('an answer is never longer than a state may be', async () => {
  const long = Object.assign(new Error('x'.repeat(1_000)), { code: 'HUB_LONG' })
  const { desk, answers } = deskOf({ lock: () => Promise.reject(long) })
  await desk.carry(command('lock'))
  expect(answers[0]).toHaveLength(255)
})

test('a PIN that came where others read along opens nothing', async () => {
  const open = deskOf({ isPrivate: false })
  await open.desk.carry(command('open', '1234'))
  expect([open.asked, open.answers]).toEqual([[], [expect.stringContaining('a PIN may come by TLS only')]])
  await open.desk.carry(command('open'))
  expect(open.asked).toEqual(['open front null'])
})

test('without a visit there is nothing to answer or to stop', async () => {
  const { desk, asked, answers } = deskOf()
  for (const act of ['approve', 'deny', 'abort'] as const) await desk.carry(command(act))
  expect([asked, answers]).toEqual([[], Array(3).fill('front: no visit is under way')])
})

test('an approval names the picture that was shown last, or is none', async () => {
  const shown = deskOf({ visits: [visit()], newest: 'ab12' })
  await shown.desk.carry(command('approve'))
  expect(shown.asked).toEqual(['approve s1 1 ab12'])
  const unseen = deskOf({ visits: [visit()] })
  await unseen.desk.carry(command('approve'))
  expect([unseen.asked, unseen.answers[0]]).toEqual([[], expect.stringContaining('no picture')])
  const unasked = deskOf({ visits: [visit({ ask: null })], newest: 'ab12' })
  await unasked.desk.carry(command('approve'))
  expect([unasked.asked, unasked.answers]).toEqual([[], ['front: nobody waits for an answer']])
})

test('a picture counts for its own try, for ten seconds, and while somebody waits', async () => {
  const clock = new TestClock()
  let taken = 0
  const stills = new ShownStills({
    client: {
      still: async () => ({ jpeg: new Uint8Array(), sha256: `still-${++taken}`, ageMs: 10 }),
    },
    show: () => Promise.resolve(taken < 3),
    clock,
    log: { warn: () => undefined },
  })
  stills.follow([visit()])
  await clock.advance(milliseconds(1))
  expect([stills.newestOf('s1', 1), stills.newestOf('s1', 2), stills.newestOf('s2', 1)]).toEqual([
    'still-1',
    null,
    null,
  ])
  await clock.advance(milliseconds(2_000))
  expect(stills.newestOf('s1', 1)).toBe('still-2')
  // From now on the broker takes none.
  await clock.advance(milliseconds(SHOWN_MAX_MS + 100))
  expect(stills.newestOf('s1', 1)).toBeNull()
  stills.follow([])
  await clock.advance(milliseconds(2_000))
  const before = taken
  await clock.advance(milliseconds(20_000))
  expect(taken).toBe(before)
})
