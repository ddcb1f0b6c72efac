// The verifier of an export finds every change and names the first bad line. Method: each byte of an export is changed
// in turn, it is cut at each length, lines are moved, and single rules are broken with hashes that fit.
import { FIRST_PREV, type JournalLine } from '@portico/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealLine } from '../src/seal/index.ts'
import { LINE_BYTES_MAX, type LinesVerdict, verifyExport, verifyLines } from '../src/verify/index.ts'
import { chainOf, draft, exportOf, story } from './sample-journal.ts'

const lines = chainOf(story)
const bytes = exportOf(lines)
const texts = lines.map((line) => JSON.stringify(line))

const changed = (line: number, why: string) => ({ verdict: 'changed', at: { line, seq: line - 1 }, why })

/** Gives a line the hash that fits it, as someone would who knows the rules. */
function resealed(line: JournalLine, change: Partial<JournalLine>): JournalLine {
  const { seq, prev, ...rest } = { ...line, ...change }
  return sealLine({ seq: seq - 1, hash: prev }, rest)
}

test('an export as the hub wrote it is sound, and its head is told', async () => {
  const [first, last] = [lines[0], lines.at(-1)]
  const sound = {
    verdict: 'sound',
    home: 'default',
    simulated: false,
    lines: 12,
    first: { seq: 0, hash: first?.hash, wall: first?.wall },
    last: { seq: 11, hash: last?.hash, wall: last?.wall },
    proof: { signatures: 0, pin: null, key: 'unknown', keyChanges: 0, signedTo: null, head: 'none' },
    clock: { withinMs: 0, jumps: [] },
  }
  expect(await verifyExport(bytes)).toEqual(sound)
  expect(await verifyLines(texts)).toEqual(sound)
})

test('a change of any one byte is found, and its line is named', async () => {
  let line = 1
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x20, 0x80]) {
      const copy = bytes.slice()
      copy[at] = (copy[at] ?? 0) ^ flip
      const verdict = await verifyExport(copy)
      expect(verdict, `byte ${at} ^ ${flip}`).toMatchObject({
        verdict: 'changed',
        at: { line, seq: line - 1 },
      })
    }
    if (bytes[at] === 0x0a) line += 1
  }
  expect(line).toBe(13)
})

test('an export that was cut within a line is found; cut between lines, it tells an earlier head', async () => {
  let whole = 0
  for (let length = 0; length < bytes.length; length++) {
    const verdict: LinesVerdict = await verifyExport(bytes.subarray(0, length))
    const cleanly = length > 0 && bytes[length - 1] === 0x0a
    if (cleanly) whole += 1
    if (length === 0) expect(verdict).toEqual({ verdict: 'not-evidence', why: 'empty' })
    else if (cleanly)
      expect(verdict).toMatchObject({ verdict: 'sound', last: { hash: lines[whole - 1]?.hash } })
    else if (whole > 0) expect(verdict).toMatchObject(changed(whole + 1, 'unreadable'))
    else expect(verdict.verdict).not.toBe('sound')
  }
  expect(whole).toBe(11)
})

test('a line that was taken out, put in twice, swapped or moved is a gap at its place', async () => {
  for (let at = 0; at < texts.length - 1; at++) {
    expect(await verifyLines(texts.toSpliced(at, 1))).toMatchObject(changed(at + 1, 'gap'))
    expect(await verifyLines(texts.toSpliced(at, 0, texts[at] ?? ''))).toMatchObject(changed(at + 2, 'gap'))
    const swapped = texts.toSpliced(at, 2, texts[at + 1] ?? '', texts[at] ?? '')
    expect(await verifyLines(swapped)).toMatchObject(changed(at + 1, 'gap'))
  }
})

test('a line that was rewritten with a hash that fits breaks the link of the next', async () => {
  const [, , third] = lines
  if (!third) throw new Error('the story has a third line')
  const forged = texts.with(2, JSON.stringify(resealed(third, { data: { mode: 'auto' } })))
  expect(await verifyLines(forged)).toMatchObject(changed(4, 'link'))
  const cutIn = texts.with(2, JSON.stringify(resealed(third, { prev: 'a'.repeat(64) })))
  expect(await verifyLines(cutIn)).toMatchObject(changed(3, 'link'))
})

test('content that does not fit its hash is named as such', async () => {
  const forged = texts.with(3, (texts[3] ?? '').replace('offen', 'zu   '))
  expect(await verifyLines(forged)).toMatchObject(changed(4, 'hash'))
})

test.each([
  ['a name that stands twice', (text: string) => text.replace('"v":1', '"v":1,"v":1')],
  ['a space', (text: string) => text.replace('"v":1', '"v": 1')],
  ['a number in another spelling', (text: string) => text.replace('0.000001', '1e-6')],
  ['a letter in another spelling', (text: string) => text.replace('ü', String.raw`\u00fc`)],
  ['an end of line from elsewhere', (text: string) => `${text}\r`],
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['nothing in it', () => ''],
  ['a number instead', () => '7'],
])('a line with %s is unreadable, although its content may fit', async (_, change) => {
  expect(await verifyLines(texts.with(3, change(texts[3] ?? '')))).toMatchObject(changed(4, 'unreadable'))
})

test('a field too many, too few or of another kind is named', async () => {
  const fourth: Record<string, unknown> = { ...lines[3] }
  for (const name of Object.keys(fourth)) {
    const { [name]: _, ...less } = fourth
    const verdict = await verifyLines(texts.with(3, JSON.stringify(less)))
    expect(verdict).toMatchObject(changed(4, 'field'))
    expect(verdict).toMatchObject({ words: expect.stringContaining(`"${name}"`) })
    const other = { ...fourth, [name]: [1] }
    expect(await verifyLines(texts.with(3, JSON.stringify(other)))).toMatchObject(changed(4, 'field'))
  }
  const more = JSON.stringify({ ...fourth, note: 1 })
  expect(await verifyLines(texts.with(3, more))).toMatchObject(changed(4, 'field'))
})

test('a line of another home does not belong to this chain', async () => {
  const own = chainOf([{}, {}])
  const foreign = sealLine(own[1] ?? null, draft({ home: 'other', mono: 1e6 }))
  const verdict = await verifyLines([...own, foreign].map((line) => JSON.stringify(line)))
  expect(verdict).toMatchObject(changed(3, 'field'))
})

test('an epoch never falls', async () => {
  const fallen = chainOf([{ epoch: 7 }, { epoch: 8 }, { epoch: 7 }]).map((line) => JSON.stringify(line))
  expect(await verifyLines(fallen)).toMatchObject(changed(3, 'epoch-fell'))
})

test('time never falls within one machine start and writer; another start or writer has its own', async () => {
  const textsOf = (changes: Parameters<typeof chainOf>[0]) =>
    chainOf(changes).map((line) => JSON.stringify(line))
  const fallen = textsOf([{ mono: 5 }, { mono: 1, writer: 'edge' }, { boot: 'b4', mono: 2 }, { mono: 4.9 }])
  expect(await verifyLines(fallen)).toMatchObject(changed(4, 'mono-fell'))
  const standing = textsOf([{ mono: 5 }, { mono: 1, writer: 'edge' }, { boot: 'b4', mono: 2 }, { mono: 5 }])
  expect(await verifyLines(standing)).toMatchObject({ verdict: 'sound' })
})

test('a later part of a chain is sound from its own start, and only from there', async () => {
  const [fifth] = lines.slice(4)
  if (!fifth) throw new Error('the story has a fifth line')
  const start = { seq: 4, prev: fifth.prev }
  expect(await verifyLines(texts.slice(4), { start })).toMatchObject({ verdict: 'sound', lines: 8 })
  expect(await verifyLines(texts.slice(4))).toMatchObject({
    verdict: 'changed',
    why: 'gap',
    at: { line: 1, seq: 0 },
  })
  const elsewhere = await verifyLines(texts.slice(4), { start: { seq: 4, prev: FIRST_PREV } })
  expect(elsewhere).toMatchObject({ verdict: 'changed', why: 'link', at: { line: 1, seq: 4 } })
})

test('a withheld line has no place in an export', async () => {
  const [, second] = lines
  const stub = JSON.stringify({ withheld: true, seq: 1, prev: second?.prev, hash: second?.hash })
  expect(await verifyLines(texts.with(1, stub))).toMatchObject(changed(2, 'field'))
})

test('a line longer than any of ours is refused without being held', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield bytes
    const piece = new Uint8Array(64 * 1024).fill(0x20)
    for (let given = 0; given <= LINE_BYTES_MAX; given += piece.length) yield piece
    throw new Error('the verifier read on')
  }
  expect(await verifyExport(endless())).toMatchObject(changed(13, 'unreadable'))
})

test('how the bytes are cut into pieces, and a source that uses one buffer for all, change nothing', async () => {
  const damaged = bytes.slice()
  damaged[2_000] = 0xff
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 900 }), fc.constantFrom(bytes, damaged), async (size, all) => {
      async function* cut(): AsyncGenerator<Uint8Array> {
        // One buffer for all pieces, as a source may use it.
        const piece = Buffer.alloc(size)
        for (let at = 0; at < all.length; at += size) {
          piece.set(all.subarray(at, at + size))
          yield piece.subarray(0, Math.min(size, all.length - at))
        }
      }
      expect(await verifyExport(cut())).toEqual(await verifyExport(all))
    }),
  )
})

test('whatever bytes it is given, it answers with a verdict and never calls them sound', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (any) => {
      expect((await verifyExport(any)).verdict).not.toBe('sound')
    }),
  )
  expect(await verifyExport(Uint8Array.of(0xff, 0xd8, 0xff))).toEqual({
    verdict: 'not-evidence',
    why: 'no-journal',
  })
})
