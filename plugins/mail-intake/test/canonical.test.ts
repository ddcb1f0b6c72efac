// A body as it was signed, piece by piece, is what the standard's rules make of it line by line (RFC 6376 section 3.4), and
// no piece is made of more than one stretch: what is counted here is what others of the same loop wait for.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerFields, senderOf } from '../src/read/header-fields.ts'
import { STRETCH_BYTES, canonicalBody } from '../src/trust/canonical.ts'
import { checkDkim } from '../src/trust/check-dkim.ts'
import { signed } from './signer.ts'

const ways = ['simple', 'relaxed'] as const

/** The rules one after the other, in lines. */
function byLines(body: string, way: (typeof ways)[number]): string {
  const lines = body.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const each =
    way === 'simple' ? lines : lines.map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''))
  while (each.at(-1) === '') each.pop()
  if (each.length > 0) return `${each.join('\r\n')}\r\n`
  return way === 'simple' ? '\r\n' : ''
}

function byPieces(body: string, way: (typeof ways)[number]): string {
  let whole = ''
  for (const piece of canonicalBody(Buffer.from(body, 'latin1'), way)) whole += piece.toString('latin1')
  return whole
}

const bits = fc.array(fc.constantFrom('a', 'b', ' ', '\t', '\r', '\n', '\r\n', '\u00e9'), { maxLength: 40 })

describe.each(ways)('a body made canonical, %s,', (way) => {
  test('is the same as line by line', () => {
    fc.assert(
      fc.property(bits, (parts) => {
        expect(byPieces(parts.join(''), way)).toBe(byLines(parts.join(''), way))
      }),
      { numRuns: 2_000 },
    )
  })

  test('is the same where a stretch ends within it', () => {
    fc.assert(
      fc.property(bits, bits, fc.integer({ min: 0, max: 40 }), (before, behind, less) => {
        const head = before.join('')
        const fill = 'x'.repeat(STRETCH_BYTES - head.length - Math.min(less, STRETCH_BYTES - head.length))
        const body = `${head}${fill}${behind.join('')}`
        // Compared as one truth: a difference of megabytes is told by nobody.
        expect(byPieces(body, way) === byLines(body, way), JSON.stringify([before, behind, less])).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test.each(['a\n', '\n', ' \t\r\n', '\r', ' ', 'a \n', 'x'.repeat(997)])(
    'of %j over and over is made in stretches',
    (unit) => {
      const body = Buffer.from(unit.repeat(Math.ceil((10 * STRETCH_BYTES) / unit.length)))
      let pieces = 0
      for (const piece of canonicalBody(body, way)) {
        pieces += 1
        expect(piece.length).toBeLessThanOrEqual(2 * STRETCH_BYTES + 1)
      }
      // Each looks at one stretch, so that ten of them are at least ten.
      expect(pieces).toBeGreaterThanOrEqual(10)
    },
  )
})

test('while a large mail is held against its signature, the loop has its turn between two stretches', async () => {
  const stretches = 10
  const header = ['From: UPS <mcinfo@ups.com>', 'To: a@b.example', 'Date: now', 'Subject: s']
  const body = `${' \t\r\n'.repeat((stretches * STRETCH_BYTES) / 4)}a\r\n`
  const { text, answer } = signed({ domain: 'ups.com', tags: 'h=from:to:date:subject', header, body })
  const raw = Buffer.from(text, 'latin1')
  const fields = headerFields(raw)
  const sender = senderOf(fields)
  if (!sender) throw new Error('no sender')
  let turns = 0
  let isDone = false
  const others = (): void => {
    turns += 1
    if (!isDone) setImmediate(others)
  }
  setImmediate(others)
  const resolve = () => Promise.resolve(answer())
  const verdict = await checkDkim({ raw, fields, sender, domains: ['ups.com'], resolve, now: 0 })
  isDone = true
  expect(verdict.result).toBe('pass')
  expect(turns).toBeGreaterThanOrEqual(stretches)
})
