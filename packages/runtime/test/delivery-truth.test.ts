// Goal: the verdict on a delivery moves with what carriers, cameras and people say, stands in the journal with why, is told
// once, and survives restarts. Method: the real runtime in virtual time; cameras say what they saw.
import { type JournalLine, type VerdictName, type WallTime, minutes, wallTime } from '@portico/core'
import type { Batch } from '@portico/ports'
import { MemoryJournal } from '@portico/testing'
import { describe, expect, test } from 'vitest'
import { NUMBER, SimulatedHome } from './simulated-home.ts'

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])

/** A disk that takes its time with verdicts. */
class SlowVerdicts extends MemoryJournal {
  #held: Promise<void> = Promise.resolve()

  /** Until it is called, verdicts are not written. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return resolve
  }
  override async append(batch: Batch): Promise<void> {
    const writing = super.append(batch)
    if (batch.lines.some(({ type }) => type === 'VerdictMoved')) await this.#held
    await writing
  }
}

const open = (): Promise<SimulatedHome> => SimulatedHome.open({ drops: ['porch'] })

/** A porch whose camera has looked for half an hour. */
async function watched(): Promise<SimulatedHome> {
  const home = await open()
  home.runtime.truth.eye('porch', true)
  await home.claim()
  await home.clock.advance(minutes(30))
  await home.report('out-for-delivery')
  await home.pass(1)
  return home
}

const parcelOf = (home: SimulatedHome) => {
  const [parcel] = home.runtime.deliveries.parcels
  if (!parcel) throw new Error('no parcel')
  return parcel
}
const verdictOf = (home: SimulatedHome): string => {
  const { is, confidence } = home.runtime.truth.judge(parcelOf(home))
  return `${is} ${confidence}`
}
const linesOf = ({ lines }: SimulatedHome, type: string): readonly JournalLine[] =>
  lines.filter((line) => line.type === type)
const movesOf = (home: SimulatedHome): readonly unknown[] =>
  linesOf(home, 'VerdictMoved').map(({ data }) => data['to'])
const noticesOf = ({ runtime }: SimulatedHome): readonly string[] =>
  runtime.truth.notices.all.map(({ notice }) => notice).toReversed()

function see(home: SimulatedHome, what: 'appeared' | 'removed'): void {
  home.runtime.cameraEvents().sight({ type: 'parcel', camera: 'porch', what, ageMs: 2_000, confidence: 0.9 })
}

async function proved(
  home: SimulatedHome,
  more: { readonly photo?: boolean; readonly photoUrl?: string; readonly signedBy?: string },
): Promise<void> {
  const { photo = false, ...rest } = more
  await home.runtime.deliveries.report({
    source: 'ups',
    grade: 'bearer',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'delivered',
    occurredAt: home.clock.wall(),
    window: null,
    elsewhere: null,
    eventId: null,
    body: new TextEncoder().encode(JSON.stringify(more)),
    ...rest,
    ...(photo && { photo: { mime: 'image/jpeg', bytes: JPEG } }),
  })
  await home.pass(1)
}

describe('a porch', () => {
  test('expected, seen, photographed, said delivered: at the door, and told', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.pass(1)
    expect(verdictOf(home)).toBe('unknown waits')
    await home.report('delivered')
    await home.pass(1)
    expect(verdictOf(home)).toBe('at-door sure')
    expect(movesOf(home)).toEqual(['unknown', 'at-door'])
    expect(noticesOf(home)).toEqual(['arriving', 'delivered'])
    const [look] = home.runtime.truth.dropsOf(parcelOf(home))
    expect(look?.drop.state).toBe('photographed')
    expect(home.runtime.truth.picture(look?.drop.photo ?? '')).toBeInstanceOf(Uint8Array)
    expect(linesOf(home, 'DropSeen')).toMatchObject([
      { door: null, data: { door: 'front', camera: 'porch' } },
    ])
  })

  test('still outside after half an hour, taken in by somebody of the house, and no alarm when it goes', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.report('delivered')
    await home.clock.advance(minutes(31))
    expect(noticesOf(home)).toEqual(['arriving', 'delivered', 'still-outside'])
    await home.runtime.truth.say(parcelOf(home), 'taken-in', 'u_1')
    see(home, 'removed')
    await home.clock.advance(minutes(10))
    expect(verdictOf(home)).toBe('received sure')
    expect(noticesOf(home)).not.toContain('taken')
    expect(linesOf(home, 'ParcelSaid')).toMatchObject([{ data: { says: 'taken-in', by: 'u_1' } }])
  })

  test('one thing, and two parcels said to have come: for neither it is sure', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.report('delivered')
    await home.pass(1)
    expect(verdictOf(home)).toBe('at-door sure')
    await home.report('delivered', { number: '1Z4R8V670310455213' })
    await home.pass(1)
    expect(verdictOf(home)).toBe('at-door likely')
  })

  test('gone, and nobody of the house said so: taken, told once', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.report('delivered')
    await home.pass(60)
    see(home, 'removed')
    await home.pass(60)
    expect(noticesOf(home)).not.toContain('taken')
    await home.clock.advance(minutes(30))
    expect(verdictOf(home)).toBe('taken likely')
    expect(noticesOf(home).filter((notice) => notice === 'taken')).toHaveLength(1)
  })

  test('gone when somebody of the house opened the door: received', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.report('delivered')
    await home.pass(60)
    home.door.do({ type: 'turn', to: 'unlock' })
    await home.pass(1)
    home.door.do({ type: 'open', from: 'inside', wide: true })
    await home.pass(5)
    see(home, 'removed')
    await home.clock.advance(minutes(5))
    expect(verdictOf(home)).toBe('received likely')
    expect(noticesOf(home)).not.toContain('taken')
  })

  test('claimed, and nothing seen: not here after a quarter of an hour, and it stays so when the camera goes', async () => {
    await using home = await watched()
    await home.report('delivered')
    await home.clock.advance(minutes(14))
    expect(verdictOf(home)).toBe('unknown waits')
    await home.clock.advance(minutes(2))
    expect(verdictOf(home)).toBe('not-here likely')
    expect(noticesOf(home)).toEqual(['arriving', 'not-here'])
    home.runtime.truth.eye('porch', false)
    await home.pass(10)
    expect(verdictOf(home)).toBe('not-here likely')
    home.crash()
    await home.begin(home.journal.reopen())
    await home.pass(10)
    expect(verdictOf(home)).toBe('not-here likely')
    expect(linesOf(home, 'VerdictMoved').filter(({ data }) => data['to'] === 'not-here')).toHaveLength(1)
  })

  test.each([
    ['no camera looks for parcels', []],
    ['the camera was blind', ['porch']],
  ])('claimed, and %s: not known, whatever time passes', async (_, drops) => {
    await using home = await SimulatedHome.open({ drops })
    await home.claim()
    await home.report('delivered')
    await home.clock.advance(minutes(60))
    expect(verdictOf(home)).toBe('unknown weak')
    expect(noticesOf(home)).toEqual([])
  })

  test('what lies there is known after a restart, and taken is found then', async () => {
    await using home = await watched()
    see(home, 'appeared')
    await home.report('delivered')
    await home.pass(10)
    see(home, 'removed')
    await home.pass(1)
    home.crash()
    await home.clock.advance(minutes(10))
    await home.begin(home.journal.reopen())
    await home.pass(10)
    expect(verdictOf(home)).toBe('taken likely')
  })
})

describe('a visit', () => {
  async function inside(): Promise<SimulatedHome> {
    const home = await SimulatedHome.open()
    await home.armed()
    await home.arrive()
    await home.approve()
    await home.pass(8)
    await home.dropOff()
    await home.pass(40)
    return home
  }

  test('is inside once the carrier agrees, and not before', async () => {
    await using home = await inside()
    expect(verdictOf(home)).toBe('unknown waits')
    await home.report('delivered')
    await home.pass(1)
    expect(verdictOf(home)).toBe('inside sure')
    expect(movesOf(home).at(-1)).toBe('inside')
  })

  test('is doubtful when the carrier says elsewhere after it', async () => {
    await using home = await inside()
    await home.report('delivered-elsewhere')
    await home.pass(1)
    expect(verdictOf(home)).toBe('doubtful-visit disputed')
    const [line] = linesOf(home, 'VerdictMoved').slice(-1)
    expect(line?.data['why']).toContain('said-elsewhere')
  })
})

describe('what a carrier sends as proof', () => {
  test('its picture lies sealed under its hash, and the journal names no person', async () => {
    await using home = await open()
    await home.claim()
    await proved(home, { photo: true, signedBy: 'Lindqvist' })
    const { photo, signer } = home.runtime.truth.of(parcelOf(home))
    expect([photo?.bytes, photo?.source, signer?.name]).toEqual([JPEG.length, 'ups', 'Lindqvist'])
    expect(home.runtime.truth.picture(photo?.sha256 ?? '')).toEqual(JPEG)
    expect(linesOf(home, 'CarrierProof')).toMatchObject([{ data: { photo: { sha256: photo?.sha256 } } }])
    expect(JSON.stringify(home.lines)).not.toContain('Lindqvist')
    expect(
      Buffer.from(home.journal.blob('default', photo?.sha256 ?? '') ?? []).includes(Buffer.from(JPEG)),
    ).toBe(false)
  })

  test.each([
    ['https://ups.example/p/1?x=2', true],
    ['http://ups.example/p/1', false],
    ['https://user:word@ups.example/p', false],
    ['javascript:alert(1)', false],
    ['//192.168.1.1/x', false],
    ['https://192.168.1.1/reboot', false],
    ['https://0x7f.1/', false],
    ['https://[fd00::1]/', false],
    ['https://router/', false],
    ['https://router.LAN./', false],
    ['https://fritz.local/', false],
    ['https://ups.example:8443/p', true],
  ])('the address %s of a picture is kept: %s', async (photoUrl, isKept) => {
    await using home = await open()
    await home.claim()
    await proved(home, { photoUrl })
    expect(home.runtime.truth.of(parcelOf(home)).link !== null).toBe(isKept)
  })

  test('a picture that comes while the verdict of before is written is not lost', async () => {
    const journal = new SlowVerdicts()
    await using home = await SimulatedHome.open({ journal })
    await home.claim()
    await home.report('delivered')
    const written = journal.hold()
    await home.pass(1)
    await proved(home, { photo: true, signedBy: 'Lindqvist' })
    written()
    await home.pass(1)
    const { photo, signer, verdict } = home.runtime.truth.of(parcelOf(home))
    expect([photo?.source, signer?.name, verdict?.is]).toEqual(['ups', 'Lindqvist', 'unknown'])
  })

  test('two words of the household in the same moment are both kept', async () => {
    await using home = await open()
    await home.claim()
    await Promise.all([
      home.runtime.truth.say(parcelOf(home), 'not-here', 'u_1'),
      home.runtime.truth.say(parcelOf(home), 'taken-in', 'u_2'),
    ])
    expect(home.runtime.truth.of(parcelOf(home)).household.map(({ by }) => by)).toEqual(['u_1', 'u_2'])
  })

  test('not my door: wrong house, until it is brought', async () => {
    await using home = await open()
    await home.claim()
    await proved(home, { photo: true })
    await home.runtime.truth.say(parcelOf(home), 'not-my-door', 'u_1')
    await home.pass(1)
    expect(verdictOf(home)).toBe('wrong-house sure')
    await home.runtime.truth.say(parcelOf(home), 'taken-in', 'u_1')
    await home.pass(1)
    expect(verdictOf(home)).toBe('received sure')
    const moves = home.runtime.truth.of(parcelOf(home)).moves.map(({ to }): VerdictName => to)
    expect(moves).toEqual(['unknown', 'wrong-house', 'received'])
  })
})

test('a parcel whose window is over for an hour is late, and that is told once', async () => {
  await using home = await open()
  await home.claim()
  await home.report('out-for-delivery', { windowHours: 1 })
  await home.clock.advance(minutes(119))
  expect(noticesOf(home)).toEqual(['arriving'])
  await home.clock.advance(minutes(180))
  expect(noticesOf(home)).toEqual(['arriving', 'delayed'])
})

test('what is told about a time long ago is no news', async () => {
  await using home = await open()
  await home.runtime.deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: agoOf(home, 19),
    window: null,
    elsewhere: null,
    eventId: 'old',
    body: new TextEncoder().encode('old'),
  })
  await home.pass(10)
  expect(noticesOf(home)).toEqual([])
})

const agoOf = (home: SimulatedHome, hours: number): WallTime =>
  wallTime(home.clock.wall() - hours * 3_600_000)
