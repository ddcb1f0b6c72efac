// Goal: the devices of the house behave as real ones do: they take time, report late, void what is expired, lie when
// told to, and the edge works without a hub. Method: the whole house in virtual time, without pictures and sockets.
import { instant } from '@portico/plugin-api'
import { describe, expect, it } from 'vitest'
import { OP, TestHouse, frontDoor } from './test-house.ts'

describe('the lock', () => {
  it('accepts, moves, and reports by itself, each in its time', async () => {
    using test = new TestHouse()
    const unlock = test.unlock()
    await test.pass(149)
    expect(unlock.outcome).toBeNull()
    await test.pass(1)
    expect(unlock.outcome).toBe('accepted')
    await test.pass(2_000)
    expect(test.said).toEqual(['150 lock moving', '1050 lock unlocked'])
    expect(test.truth).toMatchObject({ bolt: 'withdrawn', leaf: 'closed' })
  })

  it('answers a query with its number, as it was when it was asked', async () => {
    using test = new TestHouse()
    await test.query('lock', 7)
    test.unlock()
    await test.pass(150)
    expect(test.said).toEqual(['150 lock locked q7', '150 lock moving'])
  })

  it('does not start after the last moment of the order, to the millisecond', async () => {
    using test = new TestHouse()
    await test.pass(2_001)
    const late = test.unlock(2_000)
    await test.pass(5_000)
    expect(late.outcome).toBe('HUB_VIRTUAL_TOO_LATE')
    expect(test.truth.bolt).toBe('thrown')
    expect(test.said).toEqual([])
    const inTime = test.unlock(7_001)
    await test.pass(5_000)
    expect(inTime.outcome).toBe('accepted')
    expect(test.truth.bolt).toBe('withdrawn')
  })

  it('remembers each unlock as it came over the wire, obeyed or not', async () => {
    using test = new TestHouse()
    test.unlock(0)
    await test.pass(10)
    test.unlock(5)
    expect(test.truth.unlocksReceived).toEqual([
      { op: OP, mono: 0, notAfter: 0 },
      { op: 's1#1', mono: 10, notAfter: 5 },
    ])
  })

  it('throws its own bolt when it is set to', async () => {
    using test = new TestHouse({ devices: frontDoor({ autoRelockMs: 5_000, travelMs: 500 }) })
    test.unlock()
    await test.pass(6_200)
    expect(test.said.at(-1)).toBe('6150 lock locked')
    expect(test.reports.at(-1)).toMatchObject({ report: { source: 'auto' } })
  })

  it('that is jammed stops half way and says so', async () => {
    using test = new TestHouse()
    await test.act('jam', { on: true, at: 0.25 })
    test.unlock()
    await test.pass(3_000)
    expect(test.truth).toMatchObject({ bolt: 'half', boltPosition: 0.25 })
    expect(test.said).toEqual(['150 lock moving', '825 lock jammed'])
  })

  it.each([
    ['empty', { act: 'battery', options: { percent: 0 }, on: 'front' }],
    ['rebooting', { act: 'power', options: { on: false }, on: 'front' }],
    ['out of reach', { act: 'link', options: { up: false }, on: 'lock' }],
  ])('that is %s answers nothing, and moves nothing', async (_, { act, options, on }) => {
    using test = new TestHouse()
    await test.act(act, options, on)
    const unlock = test.unlock()
    await test.query('lock', 1)
    await test.pass(2_000)
    expect(unlock.outcome).toBe('HUB_VIRTUAL_UNANSWERED')
    expect(test.said).toEqual([])
    expect(test.truth.bolt).toBe('thrown')
  })

  it('with a fault says so', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'fault' }, 'lock')
    const unlock = test.unlock()
    await test.pass(200)
    expect(unlock.outcome).toBe('HUB_VIRTUAL_LOCK_FAULT')
    await test.act('lie', { how: 'honest' }, 'lock')
    const again = test.unlock()
    await test.pass(200)
    expect(again.outcome).toBe('accepted')
  })
})

describe('a lying lock', () => {
  it('always says locked, by itself and when asked, while the door is open', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'always-locked' }, 'lock')
    test.unlock()
    await test.pass(2_000)
    await test.act('open')
    await test.query('lock', 2)
    await test.pass(500)
    expect(test.said.filter((said) => said.includes('lock'))).toEqual([
      expect.stringContaining('lock locked q2'),
    ])
    expect(test.truth).toMatchObject({ bolt: 'withdrawn', leaf: 'open' })
  })

  it('that echoes says unlocked before the bolt has moved', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'echo' }, 'lock')
    await test.act('jam', { on: true, at: 1 })
    test.unlock()
    await test.pass(1_000)
    expect(test.said).toEqual(['150 lock unlocked'])
    expect(test.truth.bolt).toBe('thrown')
  })

  it('that falls silent after an unlock speaks again when it is told to lock', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'silent-after-unlock' }, 'lock')
    test.unlock()
    await test.query('lock', 1)
    await test.pass(5_000)
    expect(test.said).toEqual([])
    test.lock()
    await test.pass(2_000)
    expect(test.said.at(-1)).toBe('6050 lock locked')
  })

  it('that obeys late opens after everybody has given up', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'obeys-late', ms: 60_000 }, 'lock')
    const unlock = test.unlock()
    await test.pass(59_000)
    expect([unlock.outcome, test.truth.bolt]).toEqual(['accepted', 'thrown'])
    await test.pass(3_000)
    expect(test.truth.bolt).toBe('withdrawn')
  })

  it('that is late, lossy, doubled or reordered keeps what it says, but not how it arrives', async () => {
    using late = new TestHouse()
    await late.act('lie', { how: 'late', ms: 4_000 }, 'lock')
    await late.query('lock', 1)
    await late.pass(4_000)
    expect(late.said).toEqual(['4000 lock locked q1'])

    using lossy = new TestHouse()
    await lossy.act('lie', { how: 'lossy', share: 1 }, 'lock')
    const lost = lossy.unlock()
    await lossy.pass(3_000)
    expect([lost.outcome, lossy.truth.bolt]).toEqual(['HUB_VIRTUAL_UNANSWERED', 'thrown'])

    using doubled = new TestHouse()
    await doubled.act('lie', { how: 'doubled', share: 1 }, 'contact')
    await doubled.query('contact', 1)
    await doubled.pass(3_000)
    // The query was doubled on its way, and each of the two answers on its own.
    expect(doubled.said.map((said) => said.replace(/^[\d.]+ /, ''))).toEqual(
      Array.from({ length: 4 }, () => 'contact closed q1'),
    )

    using reordered = new TestHouse({ seed: 3 })
    await reordered.act('lie', { how: 'reordered', share: 0.5 }, 'contact')
    for (let q = 1; q <= 20; q++) await reordered.query('contact', q)
    await reordered.pass(5_000)
    const numbers = reordered.said.map((said) => Number(said.split('q')[1]))
    expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  })
})

describe('the contact', () => {
  it('reports each change by itself, and answers', async () => {
    using test = new TestHouse()
    await test.act('turn', { to: 'unlock' })
    await test.act('open')
    await test.act('close')
    await test.query('contact', 9)
    await test.pass(100)
    const contact = test.said
      .filter((said) => said.includes('contact'))
      .map((said) => said.slice(said.indexOf(' ')))
    expect(contact).toEqual([' contact open', ' contact closed', ' contact closed q9'])
  })

  it('with a magnet on it says closed while the leaf is open', async () => {
    using test = new TestHouse()
    await test.act('turn', { to: 'unlock' })
    await test.act('open')
    await test.act('lie', { how: 'stuck-closed' }, 'contact')
    await test.query('contact', 1)
    await test.pass(100)
    expect(test.said.at(-1)).toMatch(/contact closed q1$/)
    expect(test.truth.leaf).toBe('open')
  })

  it('that sleeps pushes, and answers nobody', async () => {
    using test = new TestHouse()
    await test.act('lie', { how: 'push-only' }, 'contact')
    await test.query('contact', 1)
    await test.act('open', { from: 'inside' })
    expect(test.said.filter((said) => said.includes('contact'))).toEqual([
      expect.stringMatching(/contact open$/),
    ])
  })
})

describe('the edge', () => {
  const arm = async (test: TestHouse): Promise<void> => {
    const order = { op: OP, epoch: 1, withinMs: 210_000, silenceActMs: 12_000, silenceAlarmMs: 15_000 }
    await test.tellEdge({ type: 'arm', order })
  }

  it('bolts a closed door and sounds when the hub falls silent', async () => {
    using test = new TestHouse()
    test.house.setHub(true)
    test.unlock()
    await test.pass(2_000)
    await arm(test)
    test.house.setHub(false)
    await test.pass(12_000)
    expect(test.truth).toMatchObject({ boltMoves: true, siren: false })
    await test.pass(3_000)
    expect(test.truth).toMatchObject({ bolt: 'thrown', siren: true })
    expect(
      test.reports.find((report) => report.kind === 'lock' && report.report.source === 'deadman'),
    ).toBeDefined()
  })

  it('waits for an open leaf, and bolts it when it shuts', async () => {
    using test = new TestHouse()
    test.unlock()
    await test.pass(2_000)
    await test.act('open')
    await arm(test)
    await test.pass(60_000)
    expect(test.truth).toMatchObject({ bolt: 'withdrawn', leaf: 'open', siren: true })
    await test.act('close')
    await test.pass(1_000)
    expect(test.truth).toMatchObject({ bolt: 'thrown', leaf: 'closed' })
  })

  it('is fooled by a magnet, as its reed is: it bolts into the air', async () => {
    using test = new TestHouse()
    test.unlock()
    await test.pass(2_000)
    await test.act('open')
    await test.act('lie', { how: 'stuck-closed' }, 'contact')
    await arm(test)
    await test.pass(15_000)
    expect(test.truth).toMatchObject({ bolt: 'thrown', leaf: 'open' })
  })

  it('reaches the lock by wire when the radio is cut', async () => {
    using test = new TestHouse()
    test.unlock()
    await test.pass(2_000)
    await test.act('link', { up: false }, 'lock')
    await arm(test)
    await test.pass(15_000)
    expect(test.truth.bolt).toBe('thrown')
  })

  it('behind a cut link hears no heartbeat, and hands in its notes when the link is back', async () => {
    using test = new TestHouse()
    test.house.setHub(true)
    await arm(test)
    await test.act('link', { up: false }, 'edge')
    for (let beat = 0; beat < 6; beat++) {
      await test.pass(3_000)
      const sent = instant(test.clock.mono())
      await test.tellEdge({ type: 'heartbeat', beat: { epoch: 1, sent, seq: beat } })
    }
    expect(test.truth.siren).toBe(true)
    expect(test.said.filter((said) => said.includes('notes'))).toEqual([])
    await test.act('link', { up: true }, 'edge')
    expect(test.said.filter((said) => said.includes('notes'))).toHaveLength(1)
  })

  it('tells of tampering and of fire', async () => {
    using test = new TestHouse()
    test.house.setHub(true)
    await test.act('tamper', { on: true })
    await test.act('fire', { on: true })
    await test.act('fire', { on: false })
    expect(test.said.map((said) => said.replace(/^[\d.]+ /, ''))).toEqual([
      'edge alive',
      'edge tamper',
      'edge fire',
      'edge fire',
    ])
  })

  it('sounds its siren when it is told to', async () => {
    using test = new TestHouse()
    await test.tellEdge({ type: 'siren', on: true })
    expect(test.truth.siren).toBe(true)
  })
})
