// What a liar can do to a journal, and by what word each lie is found. Method: a signed chain is attacked as somebody
// would who knows every rule, up to one who holds the home's own signing key; each verdict names the lie and the place.
import type { DraftLine, JournalLine } from '@portico/core'
import { codeOf } from '@portico/ports'
import { describe, expect, test } from 'vitest'
import { chainSigner, nativeEd25519, newSigningKey, sealLine } from '../src/seal/index.ts'
import {
  type JudgeOptions,
  headlineOf,
  judgementOf,
  pinOf,
  readHead,
  readPin,
  referenceOfHead,
  verifyEvidenceFile,
  verifyLines,
} from '../src/verify/index.ts'
import {
  chainOf,
  checkpointAfter,
  draft,
  evidenceOf,
  film,
  keyChangeAfter,
  mediaOfStory,
  photo,
  signedChainOf,
  story,
} from './sample-journal.ts'

const home = chainSigner(newSigningKey())
const stranger = chainSigner(newSigningKey())
const lines = signedChainOf(story, home)
const texts = (all: readonly JournalLine[]): string[] => all.map((line) => JSON.stringify(line))
const pinned: JudgeOptions = { outside: { pin: home.pin, head: null } }

const lineAt = (at: number): JournalLine => {
  const line = lines[at]
  if (!line) throw new Error(`the chain has no line ${at}`)
  return line
}

/** The chain written anew from a line on: its content changed, every hash, link and number right. */
function rewritten(at: number, change: Partial<DraftLine>, signer = home): JournalLine[] {
  const all = lines.slice(0, at)
  for (const [place, line] of lines.slice(at).entries()) {
    const { seq: _, prev: _prev, hash: _hash, ...old } = line
    const before = all.at(-1)
    if (!before) throw new Error('the first line is not written anew here')
    const isSigned = line.type === 'Checkpoint'
    const content = isSigned ? { ...old, ...checkpointAfter(before, signer), wall: old.wall } : old
    const data = isSigned ? { ...signer.checkpoint(before, old.wall) } : content.data
    all.push(sealLine(before, { ...content, data, ...(place === 0 ? change : {}) }))
  }
  return all
}

const changed = (at: number, why: string) => ({
  verdict: 'changed',
  why,
  at: { line: at + 1, seq: at },
})

describe('a signed chain', () => {
  test('is unaltered under its pin, whichever code verifies', async () => {
    for (const more of [{}, { ed25519: nativeEd25519 }]) {
      const verdict = await verifyLines(texts(lines), { ...pinned, ...more })
      expect(verdict).toMatchObject({
        verdict: 'sound',
        proof: { signatures: 4, pin: home.pin, key: 'pinned', signedTo: 14, head: 'none' },
      })
      expect([judgementOf(verdict), headlineOf(verdict)]).toEqual(['unaltered', 'Unaltered'])
    }
  })

  test('cannot be checked where nobody names pin or head: sound in itself is not enough', async () => {
    const verdict = await verifyLines(texts(lines))
    expect(verdict).toMatchObject({ verdict: 'sound', proof: { key: 'unknown', pin: home.pin } })
    expect(judgementOf(verdict)).toBe('unknown')
    expect(headlineOf(verdict)).toBe('Cannot be checked: key unknown')
    const unsigned = await verifyLines(texts(chainOf(story)), pinned)
    expect(headlineOf(unsigned)).toBe('Cannot be checked: nothing is signed')
  })

  test('tells its unsigned tail', async () => {
    const cut = lines.slice(0, 7)
    expect(await verifyLines(texts(cut), pinned)).toMatchObject({ proof: { signedTo: 2 }, last: { seq: 6 } })
  })
})

describe('found and named', () => {
  test('truncation: a head that was noted elsewhere lies beyond the end', async () => {
    const { seq, hash } = lineAt(12)
    for (let end = 1; end <= seq; end++) {
      const verdict = await verifyLines(texts(lines.slice(0, end)), {
        outside: { pin: home.pin, head: { seq, hash } },
      })
      expect(verdict).toMatchObject(changed(end, 'truncated'))
    }
    expect(
      await verifyLines(texts(lines), { outside: { pin: home.pin, head: { seq, hash } } }),
    ).toMatchObject({ verdict: 'sound', proof: { head: 'met' } })
  })

  test('reordering, insertion and deletion of lines', async () => {
    const all = texts(lines)
    expect(await verifyLines(all.toSpliced(5, 2, all[6] ?? '', all[5] ?? ''), pinned)).toMatchObject(
      changed(5, 'gap'),
    )
    expect(await verifyLines(all.toSpliced(5, 0, all[5] ?? ''), pinned)).toMatchObject({ why: 'gap' })
    expect(await verifyLines(all.toSpliced(5, 1), pinned)).toMatchObject(changed(5, 'gap'))
    // With every number and hash made right again, the next checkpoint gives it away.
    const without: JournalLine[] = lines.slice(0, 5)
    for (const line of lines.slice(6)) {
      const { seq: _, prev: _prev, hash: _hash, ...content } = line
      without.push(sealLine(without.at(-1) ?? null, content))
    }
    expect(await verifyLines(texts(without), pinned)).toMatchObject(changed(6, 'checkpoint'))
  })

  test('a line written anew, all after it as well, the checkpoints left as they were', async () => {
    const { seq: _, prev: _prev, hash: _hash, ...fourth } = lineAt(4)
    const anew: JournalLine[] = [
      ...lines.slice(0, 4),
      sealLine(lineAt(3), { ...fourth, data: { why: 'no' } }),
    ]
    for (const line of lines.slice(5)) {
      const { seq: _seq, prev: _p, hash: _h, ...content } = line
      anew.push(sealLine(anew.at(-1) ?? null, content))
    }
    expect(await verifyLines(texts(anew), pinned)).toMatchObject(changed(7, 'checkpoint'))
  })

  test('a forged checkpoint: the right place, and a signature of nobody', async () => {
    const data = { ...lineAt(7).data, sig: '0'.repeat(128) }
    const forged = [...lines.slice(0, 7), sealLine(lineAt(6), draft({ ...lineAt(7), data }))]
    expect(await verifyLines(texts(forged), pinned)).toMatchObject(changed(7, 'signature'))
    const moved = { ...lineAt(7).data, ...home.checkpoint(lineAt(6), lineAt(7).wall - 1) }
    const dated = [...lines.slice(0, 7), sealLine(lineAt(6), draft({ ...lineAt(7), data: moved }))]
    expect(await verifyLines(texts(dated), pinned)).toMatchObject(changed(7, 'signature'))
    const shapeless = [...lines.slice(0, 7), sealLine(lineAt(6), draft({ ...lineAt(7), data: { upTo: 6 } }))]
    expect(await verifyLines(texts(shapeless), pinned)).toMatchObject(changed(7, 'checkpoint'))
  })

  test('a wrong key: signed by somebody else, from the beginning or half way', async () => {
    const theirs = signedChainOf(story, stranger)
    const verdict = await verifyLines(texts(theirs), pinned)
    expect(verdict).toMatchObject(changed(3, 'key'))
    expect(verdict).toMatchObject({ words: `it is signed by the key ${stranger.pin}, not by ${home.pin}` })
    const half = rewritten(7, {}, stranger)
    expect(await verifyLines(texts(half), pinned)).toMatchObject(changed(7, 'key'))
    expect(await verifyLines(texts(half))).toMatchObject(changed(7, 'key'))
  })

  test('T20: a re-signed chain, by whoever holds the home’s own key, fails against an outside head', async () => {
    const anew = rewritten(5, { data: { why: 'something else' } })
    expect(await verifyLines(texts(anew), pinned)).toMatchObject({ verdict: 'sound' })
    for (const at of [5, 9, 14]) {
      const { seq, hash } = lineAt(at)
      // 40 bits are enough, and are what the courier's page shows.
      for (const noted of [hash, hash.slice(0, 10)])
        expect(
          await verifyLines(texts(anew), { outside: { pin: home.pin, head: { seq, hash: noted } } }),
        ).toMatchObject(changed(at, 'head'))
    }
    const before = { seq: 4, hash: lineAt(4).hash }
    expect(await verifyLines(texts(anew), { outside: { pin: home.pin, head: before } })).toMatchObject({
      verdict: 'sound',
      proof: { head: 'met' },
    })
  })

  test('clock games: epoch and monotonic time that fall are faults, a wall clock that jumps is told', async () => {
    const fallen = rewritten(6, { mono: 1 })
    expect(await verifyLines(texts(fallen), pinned)).toMatchObject(changed(6, 'mono-fell'))
    const older = rewritten(6, { epoch: 6 })
    expect(await verifyLines(texts(older), pinned)).toMatchObject(changed(6, 'epoch-fell'))
    const { wall } = lineAt(6)
    const set = rewritten(6, { wall: wall + 3_600_000 })
    expect(await verifyLines(texts(set), pinned)).toMatchObject({
      verdict: 'sound',
      clock: {
        withinMs: 0,
        jumps: [
          { seq: 6, ms: 3_600_000 },
          { seq: 7, ms: -3_600_000 },
        ],
      },
    })
    const slewed = rewritten(6, { wall: wall + 150 })
    expect(await verifyLines(texts(slewed), pinned)).toMatchObject({ clock: { withinMs: 150, jumps: [] } })
  })

  test('across a restart of the machine a wall clock that falls is told', async () => {
    const two = chainOf([{}, { boot: 'b4', mono: 5, wall: 1_780_000_000_000 }])
    expect(await verifyLines(texts(two))).toMatchObject({ clock: { jumps: [{ seq: 1 }] } })
  })
})

describe('a change of keys', () => {
  const next = chainSigner(newSigningKey())
  function changedKeys(by = home): JournalLine[] {
    const all = [...lines]
    const put = (change: Partial<DraftLine>): void => {
      const last = all.at(-1)
      if (last) all.push(sealLine(last, draft({ mono: last.mono + 1, wall: last.wall + 1000, ...change })))
    }
    put(keyChangeAfter(lineAt(15), by, next))
    put({ type: 'DoorOpened', data: { why: 'report' } })
    const last = all.at(-1)
    if (last) put(checkpointAfter(last, next))
    return all
  }

  test('that the old key signs is good under the old pin', async () => {
    const verdict = await verifyLines(texts(changedKeys()), pinned)
    expect(verdict).toMatchObject({
      verdict: 'sound',
      proof: { pin: home.pin, key: 'pinned', keyChanges: 1, signedTo: 17 },
    })
    expect(judgementOf(verdict)).toBe('unaltered')
  })

  test('that somebody else signs is a fault, and so is a new key without a word', async () => {
    expect(await verifyLines(texts(changedKeys(stranger)), pinned)).toMatchObject(changed(16, 'key'))
    const silent = changedKeys().toSpliced(16, 1)
    const anew = silent.slice(0, 16)
    for (const line of silent.slice(16)) {
      const last = anew.at(-1)
      if (!last) continue
      const change = line.type === 'Checkpoint' ? checkpointAfter(last, next) : line
      anew.push(sealLine(last, draft({ ...line, ...change })))
    }
    expect(await verifyLines(texts(anew), pinned)).toMatchObject(changed(17, 'key'))
  })
})

describe('an evidence file', () => {
  test('tells checkpoints in full, and is unaltered under the pin', async () => {
    const file = await evidenceOf({ lines })
    const verdict = await verifyEvidenceFile(file, pinned)
    expect(verdict).toMatchObject({
      verdict: 'sound',
      proof: { key: 'pinned', signedTo: 14 },
      last: { seq: 15 },
    })
    expect(headlineOf(verdict)).toBe('Unaltered')
    expect(headlineOf(await verifyEvidenceFile(file))).toBe('Cannot be checked: key unknown')
  })

  test('T20: re-signed with the home’s own key fails against the head on the courier’s page', async () => {
    const file = await evidenceOf({ lines: rewritten(5, { data: { sha256: '0'.repeat(64) } }) })
    const noted = readHead(referenceOfHead({ upTo: 13, hash: lineAt(13).hash }))
    expect(await verifyEvidenceFile(file, { outside: { pin: home.pin, head: noted } })).toMatchObject({
      verdict: 'changed',
      why: 'head',
      at: { file: 'journal.jsonl', seq: 13 },
    })
  })

  test('a head may name a line that is withheld; one that lies elsewhere says nothing', async () => {
    const file = await evidenceOf({ lines })
    const inside = lines.filter(({ seq }) => seq > 3).find(({ session }) => session === 's_41')
    if (!inside) throw new Error('the story has another session')
    const judge = (head: Pick<JournalLine, 'seq' | 'hash'>) =>
      verifyEvidenceFile(file, { outside: { pin: null, head } })
    expect(await judge(inside)).toMatchObject({ verdict: 'sound', proof: { head: 'met' } })
    expect(await judge({ ...inside, hash: 'f'.repeat(64) })).toMatchObject({
      verdict: 'changed',
      why: 'head',
    })
    for (const seq of [0, 999]) {
      const verdict = await judge({ seq, hash: 'f'.repeat(64) })
      expect(verdict).toMatchObject({ verdict: 'sound', proof: { head: 'outside' } })
      expect(judgementOf(verdict)).toBe('unknown')
    }
  })

  test('substitution of a picture is named; missing ones are counted', async () => {
    const file = await evidenceOf({ lines })
    const other = file.slice()
    const at = Buffer.from(file).indexOf(photo)
    other[at + 20] = (other[at + 20] ?? 0) ^ 1
    expect(headlineOf(await verifyEvidenceFile(other, pinned))).toMatch(/^Altered: media\/\d+-photo\.jpg$/)
    const bare = await verifyEvidenceFile(await evidenceOf({ lines, media: async () => null }), pinned)
    expect(headlineOf(bare)).toBe('Incomplete: 2 pictures missing')
    const one = await verifyEvidenceFile(await evidenceOf({ lines, media: mediaOfStory(film) }), pinned)
    expect([judgementOf(one), headlineOf(one)]).toEqual(['incomplete', 'Incomplete: 1 picture missing'])
  })

  test('brings a page that checks it; a byte of the page changed is found', async () => {
    const checker = new TextEncoder().encode('<!doctype html><title>check</title>')
    const file = await evidenceOf({ lines, checker })
    expect(await verifyEvidenceFile(file, pinned)).toMatchObject({ verdict: 'sound' })
    const at = Buffer.from(file).indexOf('<!doctype')
    for (let byte = at; byte < at + checker.length; byte++) {
      const other = file.slice()
      other[byte] = (other[byte] ?? 0) ^ 1
      expect(await verifyEvidenceFile(other, pinned)).toMatchObject({ verdict: 'changed', why: 'altered' })
    }
  })

  test('names the record that was altered, and how far a check has come', async () => {
    const file = await evidenceOf({ lines })
    const said: string[] = []
    const verdict = await verifyEvidenceFile(file, {
      ...pinned,
      onProgress: (records, of) => said.push(`${records} of ${of}`),
    })
    expect(verdict).toMatchObject({ verdict: 'sound', lines: 14 })
    expect(said.at(-1)).toBe('14 of 14')
    const altered = file.slice()
    const at = Buffer.from(file).indexOf('"DoorOpened"') + 3
    altered[at] = (altered[at] ?? 0) ^ 1
    expect(headlineOf(await verifyEvidenceFile(altered, pinned))).toBe('Altered at record 3')
  })
})

describe('pins and heads as people write them', () => {
  test('a pin is read however it is typed, and a whole key is its pin', () => {
    expect(home.pin).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
    expect(readPin(` ${home.pin.toLowerCase().replaceAll('-', ' ')} `)).toBe(home.pin)
    expect(readPin(home.key)).toBe(home.pin)
    expect(pinOf(home.key)).toBe(home.pin)
    expect(readPin('OIL0-0000-0000-0000')).toBe('0110-0000-0000-0000')
    for (const wrong of ['', 'abc', 'U'.repeat(16), `${home.pin}0`, home.key.slice(1)])
      expect(readPin(wrong)).toBeNull()
  })

  test('a head is a number and ten digits or more, or a checkpoint as JSON', () => {
    const { hash } = lineAt(3)
    expect(readHead(`3-${hash.slice(0, 10)}`)).toEqual({ seq: 3, hash: hash.slice(0, 10) })
    expect(readHead(` 3 : ${hash.toUpperCase()} `)).toEqual({ seq: 3, hash })
    expect(readHead(JSON.stringify({ upTo: 3, hash, wall: 1, key: home.key }))).toEqual({ seq: 3, hash })
    for (const wrong of ['', '3', hash, `3-${hash.slice(0, 9)}`, `-3-${hash}`, '{"upTo":3}', '{"upTo"', '{}'])
      expect(readHead(wrong)).toBeNull()
  })

  test('a signing key that is none is refused with a code', () => {
    for (const wrong of ['', 'no key', newSigningKey().slice(0, 60)])
      expect(codeOf(thrownBy(() => chainSigner(wrong)))).toBe('HUB_SEAL_SIGNING_KEY')
  })
})

function thrownBy(call: () => unknown): unknown {
  try {
    call()
    return null
  } catch (error) {
    return error
  }
}
