// An evidence file holds one session and shows every later change. Method: it is written from a small journal and
// verified; each byte is changed in turn, it is cut at each length, and archives are built anew with right checksums
// but other files.
import { HubError } from '@portico/ports'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evidenceFile } from '../src/seal/index.ts'
import { archiveTime } from '../src/verify/evidence-format.ts'
import { tarHeader } from '../src/verify/tar.ts'
import { verifyEvidenceFile } from '../src/verify/index.ts'
import {
  chainOf,
  collect,
  evidenceOf,
  exportOf,
  film,
  mediaOfStory,
  photo,
  sha256,
  sourceOf,
  story,
} from './sample-journal.ts'

const file = await evidenceOf()
const lines = chainOf(story)

interface Part {
  readonly name: string
  readonly content: Uint8Array
}

const zeros = (count: number): Uint8Array => new Uint8Array(count)

/** An independent reader of archives: names and contents. */
function unpack(archive: Uint8Array): Part[] {
  const parts: Part[] = []
  for (let at = 0; archive[at] !== 0;) {
    const field = (from: number, to: number): string =>
      Buffer.from(archive.subarray(at + from, at + to))
        .toString('latin1')
        .replace(/\0.*$/s, '')
    const size = Number.parseInt(field(124, 136), 8)
    parts.push({ name: field(0, 100), content: archive.slice(at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return parts
}

/** An archive with right checksums, of whatever parts. */
function pack(
  parts: readonly Part[],
  mtimeOf: (name: string) => number = () => archiveTime(lines[10]?.wall ?? 0),
): Uint8Array {
  const blocks = parts.flatMap(({ name, content }) => [
    tarHeader({ name, size: content.length, mtime: mtimeOf(name) }),
    content,
    zeros((512 - (content.length % 512)) % 512),
  ])
  return new Uint8Array(Buffer.concat([...blocks, zeros(1024)]))
}

const replaced = (name: string, content: Uint8Array): Uint8Array =>
  pack(unpack(file).map((part) => (part.name === name ? { name, content } : part)))

const textOf = (name: string): string =>
  Buffer.from(unpack(file).find((part) => part.name === name)?.content ?? zeros(0)).toString()

const changed = (name: string | null, why: string) => ({ verdict: 'changed', at: { file: name }, why })

test('the file holds a reader’s note, the manifest, the journal and the media by the number of their line', () => {
  expect(unpack(file).map(({ name }) => name)).toEqual([
    'README.txt',
    'manifest.json',
    'journal.jsonl',
    'media/4-photo.jpg',
    'media/7-film.mp4',
  ])
  expect(JSON.parse(textOf('manifest.json'))).toEqual({
    v: 1,
    home: 'default',
    session: 's_42',
    door: 'front',
    first: 2,
    last: 10,
    checker: null,
    media: [
      { name: 'media/4-photo.jpg', type: 'image/jpeg', bytes: 700, sha256: sha256(photo) },
      { name: 'media/7-film.mp4', type: 'video/mp4', bytes: 1300, sha256: sha256(film) },
    ],
  })
  expect(pack(unpack(file))).toEqual(file)
})

test('lines of other sessions are withheld: only number, hash and the hash before are told', () => {
  const written = textOf('journal.jsonl').trimEnd().split('\n')
  expect(written.length).toBe(9)
  for (const [at, text] of written.entries()) {
    const line = lines[at + 2]
    if (!line) throw new Error('the journal has more lines than the story')
    const { seq, prev, hash } = line
    const own = line.session === 's_42'
    expect(text).toBe(JSON.stringify(own ? line : { withheld: true, seq, prev, hash }))
  }
  expect(Buffer.from(file).includes('s_41')).toBe(false)
})

test('headers are those of POSIX ustar', () => {
  const header = Buffer.from(file.subarray(0, 512)).toString('latin1')
  expect(header.slice(0, 11)).toBe('README.txt\0')
  expect(header.slice(100, 124)).toBe('0000644\u00000000000\u00000000000\0')
  expect(header.slice(156, 157)).toBe('0')
  expect(header.slice(257, 265)).toBe('ustar\u000000')
  const sum = Buffer.from(`${header.slice(0, 148)}        ${header.slice(156)}`, 'latin1')
  expect(Number.parseInt(header.slice(148, 154), 8)).toBe(sum.reduce((total, byte) => total + byte, 0))
})

test('an evidence file as it was written is sound, and its head is told', async () => {
  const mark = (at: number) => ({ seq: at, hash: lines[at]?.hash, wall: lines[at]?.wall })
  expect(await verifyEvidenceFile(file)).toEqual({
    verdict: 'sound',
    home: 'default',
    simulated: false,
    session: 's_42',
    door: 'front',
    lines: 9,
    withheld: 3,
    first: mark(2),
    last: mark(10),
    proof: { signatures: 0, pin: null, key: 'unknown', keyChanges: 0, signedTo: null, head: 'none' },
    clock: { withinMs: 0, jumps: [] },
    media: [
      {
        name: 'media/4-photo.jpg',
        type: 'image/jpeg',
        sha256: sha256(photo),
        state: 'there',
        bytes: 700,
        offset: Buffer.from(file).indexOf(photo),
      },
      {
        name: 'media/7-film.mp4',
        type: 'video/mp4',
        sha256: sha256(film),
        state: 'there',
        bytes: 1300,
        offset: Buffer.from(file).indexOf(film),
      },
    ],
  })
})

test('a change of any one byte is found, and its file and line are named', { timeout: 60_000 }, async () => {
  let at = 0
  const flip = async (length: number, name: string | null, line: number | null, orNext = false) => {
    for (const end = at + length; at < end; at++) {
      const copy = file.slice()
      copy[at] = (copy[at] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0xa0)
      const verdict = await verifyEvidenceFile(copy)
      expect(verdict, `byte ${at}`).toMatchObject({ verdict: 'changed', at: { file: name } })
      const named = verdict.verdict === 'changed' ? verdict.at.line : null
      // Of two withheld lines in a row none can prove which of them is right about the hash between them.
      expect(line !== null && orNext ? [line, line + 1] : [line], `byte ${at}`).toContain(named)
    }
  }
  for (const { name, content } of unpack(file)) {
    await flip(512, name, null)
    if (name === 'journal.jsonl') {
      const texts = Buffer.from(content).toString().trimEnd().split('\n')
      for (const [n, text] of texts.entries()) {
        const twoStubs = text.includes('"withheld"') && texts[n + 1]?.includes('"withheld"') === true
        await flip(Buffer.byteLength(text) + 1, name, n + 1, twoStubs)
      }
    } else await flip(content.length, name, null)
    await flip((512 - (content.length % 512)) % 512, name, null)
  }
  await flip(1024, null, null)
  expect(at).toBe(file.length)
})

test('a file that was cut anywhere is found', { timeout: 60_000 }, async () => {
  for (let length = 0; length < file.length; length += length % 512 < 2 ? 1 : 17) {
    const verdict = await verifyEvidenceFile(file.subarray(0, length))
    if (length === 0) expect(verdict).toEqual({ verdict: 'not-evidence', why: 'empty' })
    else if (length < 11) expect(verdict).toEqual({ verdict: 'not-evidence', why: 'another-file' })
    else expect(verdict, `length ${length}`).toMatchObject({ verdict: 'changed', why: 'truncated' })
  }
})

test('bytes after the end are found', async () => {
  const longer = new Uint8Array(Buffer.concat([file, zeros(1)]))
  expect(await verifyEvidenceFile(longer)).toMatchObject(changed(null, 'surplus'))
})

test('media that were replaced, or words that were, are named, although the archive is right', async () => {
  const other = photo.map((byte) => byte ^ 1)
  expect(await verifyEvidenceFile(replaced('media/4-photo.jpg', other))).toMatchObject(
    changed('media/4-photo.jpg', 'altered'),
  )
  const words = Buffer.from(textOf('README.txt').replace('Portico', 'Pirtoco'))
  expect(await verifyEvidenceFile(replaced('README.txt', words))).toMatchObject(
    changed('README.txt', 'altered'),
  )
  for (const [from, to] of [
    ['"door": "front"', '"door": "back"'],
    ['"last": 10', '"last": 12'],
    ['"bytes": 700', '"bytes": 701'],
    ['"v": 1', '"v": 1, "v": 1'],
  ] as const) {
    const manifest = Buffer.from(textOf('manifest.json').replace(from, to))
    expect(await verifyEvidenceFile(replaced('manifest.json', manifest))).toMatchObject(
      changed('manifest.json', 'altered'),
    )
  }
})

test('a time in the archive that is not that of the last line is found, in any of its headers', async () => {
  const right = archiveTime(lines[10]?.wall ?? 0)
  const packedAt = (mtimeOf: (name: string) => number): Uint8Array => pack(unpack(file), mtimeOf)
  expect(await verifyEvidenceFile(packedAt(() => right))).toMatchObject({ verdict: 'sound' })
  expect(await verifyEvidenceFile(packedAt(() => right + 1))).toMatchObject(changed('README.txt', 'header'))
  for (const { name } of unpack(file).slice(1)) {
    const verdict = await verifyEvidenceFile(packedAt((each) => (each === name ? right + 1 : right)))
    expect(verdict).toMatchObject(changed(name, 'header'))
  }
})

test('a file too few, too many, twice or out of its order is named', async () => {
  const [readme, manifest, journal, first, second] = unpack(file)
  if (!readme || !manifest || !journal || !first || !second) throw new Error('the file has five parts')
  const table: readonly (readonly [readonly Part[], string, string])[] = [
    [[readme], 'manifest.json', 'missing'],
    [[readme, journal, manifest], 'manifest.json', 'missing'],
    [[readme, manifest, first, second], 'journal.jsonl', 'missing'],
    [[readme, manifest, journal, second, first], 'media/4-photo.jpg', 'order'],
    [[readme, manifest, journal, first, first, second], 'media/4-photo.jpg', 'order'],
    [
      [readme, manifest, journal, first, { ...first, name: 'media/5-photo.jpg' }],
      'media/5-photo.jpg',
      'surplus',
    ],
    [[readme, manifest, journal, first, second, { ...first, name: '../x' }], '../x', 'surplus'],
    [[readme, readme, manifest, journal, first, second], 'manifest.json', 'missing'],
  ]
  for (const [parts, name, why] of table)
    expect(await verifyEvidenceFile(pack(parts))).toMatchObject(changed(name, why))
})

test('a size that lies is found, whatever it claims', async () => {
  const parts = unpack(file)
  let at = 0
  for (const { name, content } of parts) {
    for (const size of [0, content.length - 1, content.length + 1, content.length + 512, 8 ** 11 - 1]) {
      const lying = file.slice()
      lying.set(tarHeader({ name, size, mtime: archiveTime(lines[10]?.wall ?? 0) }), at)
      expect(await verifyEvidenceFile(lying), `${name} ${size}`).toMatchObject({ verdict: 'changed' })
    }
    at += 512 + Math.ceil(content.length / 512) * 512
  }
})

test('media whose deletion a later line notes may be missing; the file then reaches to that line', async () => {
  const noted = chainOf([
    ...story,
    { session: null, door: null, type: 'MediaDeleted', data: { sha256: sha256(film) } },
  ])
  const shrunk = await evidenceOf({ lines: noted, media: mediaOfStory(film) })
  expect(await verifyEvidenceFile(shrunk)).toMatchObject({
    verdict: 'sound',
    last: { seq: 12 },
    withheld: 4,
    media: [{ bytes: 700 }, { name: 'media/7-film.mp4', state: 'deleted' }],
  })
})

const incomplete = (...missing: readonly string[]) => ({ verdict: 'incomplete', missing, closed: true })

test('media that are gone with no word in the journal make it incomplete, and each is named', async () => {
  const shrunk = await evidenceOf({ media: mediaOfStory(film) })
  expect(await verifyEvidenceFile(shrunk)).toMatchObject(incomplete('media/7-film.mp4'))
  const bare = await evidenceOf({ media: async () => null })
  expect(await verifyEvidenceFile(bare)).toMatchObject(incomplete('media/4-photo.jpg', 'media/7-film.mp4'))
  const [readme, manifest, journal, first, second] = unpack(file)
  if (!readme || !manifest || !journal || !first || !second) throw new Error('the file has five parts')
  for (const [part, name] of [
    [first, 'media/7-film.mp4'],
    [second, 'media/4-photo.jpg'],
  ] as const)
    expect(await verifyEvidenceFile(pack([readme, manifest, journal, part]))).toMatchObject(incomplete(name))
})

test('a visit whose end is not in the file is incomplete', async () => {
  const open = await evidenceOf({ lines: chainOf(story.slice(0, 10)) })
  expect(await verifyEvidenceFile(open)).toMatchObject({ verdict: 'incomplete', missing: [], closed: false })
})

test('a deletion that was noted before the picture was taken excuses nothing', async () => {
  const early = { type: 'MediaDeleted', data: { sha256: sha256(photo) } }
  const noted = chainOf([...story.slice(0, 3), early, ...story.slice(3)])
  const shrunk = await evidenceOf({ lines: noted, media: mediaOfStory(photo) })
  expect(await verifyEvidenceFile(shrunk)).toMatchObject(incomplete('media/5-photo.jpg'))
})

test('the same picture named by two lines stands in the file once', async () => {
  const twice = chainOf([...story.slice(0, 11), { type: 'PhotoTaken', data: { sha256: sha256(photo) } }])
  const verdict = await verifyEvidenceFile(await evidenceOf({ lines: twice }))
  expect(verdict).toMatchObject({
    verdict: 'sound',
    last: { seq: 11 },
    media: [{ bytes: 700 }, { bytes: 1300 }],
  })
})

test('lines that have no place in the journal of one session are named', async () => {
  const own = textOf('journal.jsonl').trimEnd().split('\n')
  const foreign = own.with(3, JSON.stringify(lines[5]))
  const openEnd = own.with(
    8,
    JSON.stringify({ withheld: true, seq: 10, prev: lines[9]?.hash, hash: lines[10]?.hash }),
  )
  const none: string[] = []
  const table = [
    [foreign, 4, 'field'],
    [openEnd, 9, 'field'],
    [own.slice(1), 1, null],
    [own.toSpliced(3, 1), 4, 'gap'],
    [none, 1, 'unreadable'],
  ] as const
  for (const [texts, line, why] of table) {
    const journal = Buffer.from(texts.map((text) => `${text}\n`).join(''))
    const verdict = await verifyEvidenceFile(replaced('journal.jsonl', journal))
    if (why === null) expect(verdict).toMatchObject(changed('manifest.json', 'altered'))
    else
      expect(verdict).toMatchObject({ ...changed('journal.jsonl', why), at: { file: 'journal.jsonl', line } })
  }
})

test('a line that must name a picture and names none is a fault', async () => {
  const nameless = chainOf([...story.slice(0, 3), { type: 'PhotoTaken', data: { sha256: 'none' } }])
  const verdict = await verifyEvidenceFile(await evidenceOf({ lines: nameless }))
  expect(verdict).toMatchObject({
    verdict: 'changed',
    at: { file: 'journal.jsonl', line: 2, seq: 3 },
    why: 'field',
  })
})

test('a chain that was written anew as a whole passes, with another head', async () => {
  const anew = chainOf(story.with(3, { type: 'DoorOpened', data: { why: 'something else' } }))
  const verdict = await verifyEvidenceFile(await evidenceOf({ lines: anew }))
  expect(verdict).toMatchObject({ verdict: 'sound', last: { seq: 10, hash: anew[10]?.hash } })
  expect(anew[10]?.hash).not.toBe(lines[10]?.hash)
})

test('what is no evidence file is called so', async () => {
  const foreign = pack([{ name: 'holiday.jpg', content: photo }])
  for (const other of [photo, exportOf(lines), foreign, zeros(2048)])
    expect(await verifyEvidenceFile(other)).toEqual({ verdict: 'not-evidence', why: 'another-file' })
})

test('how the bytes are cut into pieces, and a source that uses one buffer for all, change nothing', async () => {
  const damaged = file.slice()
  damaged[5_000] = 0xff
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3_000 }),
      fc.constantFrom(file, damaged),
      async (size, all) => {
        async function* cut(): AsyncGenerator<Uint8Array> {
          const piece = Buffer.alloc(size)
          for (let at = 0; at < all.length; at += size) {
            piece.set(all.subarray(at, at + size))
            yield piece.subarray(0, Math.min(size, all.length - at))
          }
        }
        expect(await verifyEvidenceFile(cut())).toEqual(await verifyEvidenceFile(all))
      },
    ),
    { numRuns: 40 },
  )
})

test('whatever bytes follow a right beginning, the verifier answers and never calls them sound', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 5_000 }),
      fc.uint8Array({ maxLength: 2_000 }),
      async (keep, rest) => {
        const any = new Uint8Array(Buffer.concat([file.subarray(0, keep), rest]))
        expect((await verifyEvidenceFile(any)).verdict).not.toBe('sound')
      },
    ),
  )
})

test('a verdict closes its source at once; a source that fails passes its error on', async () => {
  let closed = false
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      yield photo
      throw new Error('read after the verdict')
    } finally {
      closed = true
    }
  }
  expect(await verifyEvidenceFile(source())).toMatchObject({ verdict: 'not-evidence' })
  expect(closed).toBe(true)
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield file.subarray(0, 1_000)
    throw new Error('disk')
  }
  await expect(verifyEvidenceFile(failing())).rejects.toThrow('disk')
})

test.each([
  ['other bytes', film.map((byte) => byte ^ 1), film.length],
  ['too few bytes', film.subarray(1), film.length],
  ['too many bytes', film, film.length - 1],
])('a source of media that gives %s ends the writing with a code', async (_, content, bytes) => {
  const media = async () => ({ ...sourceOf(content, 256), bytes })
  const only = chainOf([...story.slice(0, 3), { type: 'SegmentStored', data: { sha256: sha256(film) } }])
  await expect(evidenceOf({ lines: only, media })).rejects.toMatchObject({ code: 'HUB_EVIDENCE_MEDIA' })
})

test('lines with a gap, or with none of the session, are refused before anything is written', async () => {
  for (const given of [lines.toSpliced(4, 1), [], lines.slice(0, 2)]) {
    const written: Uint8Array[] = []
    const writing = async (): Promise<void> => {
      const order = { session: 's_42', lines: given, media: mediaOfStory(), checker: null }
      for await (const chunk of evidenceFile(order)) written.push(chunk)
    }
    await expect(writing()).rejects.toMatchObject({ code: 'HUB_EVIDENCE_LINES' })
    await expect(writing()).rejects.toBeInstanceOf(HubError)
    expect(written).toEqual([])
  }
})

test('a reader that stops early closes the source it was reading', async () => {
  let closed = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield zeros(1_000)
    } finally {
      closed = true
    }
  }
  const media = async () => ({ bytes: 1e9, read: endless })
  let count = 0
  for await (const chunk of evidenceFile({ session: 's_42', checker: null, lines, media })) {
    count += chunk.length
    if (count > 100_000) break
  }
  expect(closed).toBe(true)
})

test('an archive takes no name over 100 characters, and no size that it cannot tell', () => {
  expect(() => tarHeader({ name: 'a'.repeat(101), size: 0, mtime: 0 })).toThrow(RangeError)
  expect(() => tarHeader({ name: 'Tür', size: 0, mtime: 0 })).toThrow(RangeError)
  expect(() => tarHeader({ name: '', size: 0, mtime: 0 })).toThrow(RangeError)
  expect(() => tarHeader({ name: 'a', size: 8 ** 11, mtime: 0 })).toThrow(RangeError)
  expect(tarHeader({ name: 'a'.repeat(100), size: 8 ** 11 - 1, mtime: 0 }).length).toBe(512)
})

test('a wrong clock does not keep a file from being written', async () => {
  for (const wall of [-5, 1e17]) {
    const clocked = chainOf(story.map((change) => ({ ...change, wall })))
    expect(
      await verifyEvidenceFile(
        await collect(
          evidenceFile({ session: 's_42', checker: null, lines: clocked, media: mediaOfStory() }),
        ),
      ),
    ).toMatchObject({
      verdict: 'sound',
    })
  }
})
