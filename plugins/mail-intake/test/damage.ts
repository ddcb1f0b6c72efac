// Mails, damaged: bytes cut off, flipped, put in; lines gone, doubled, swapped; headers of another mail; encodings and
// charsets that are not so. Each damage is a small record of numbers, so that a finding shrinks to what matters.
import * as fc from 'fast-check'

export const kinds = [
  'cut',
  'flip',
  'insert',
  'drop-line',
  'double-line',
  'swap-lines',
  'junk-header',
  'encoding',
  'charset',
  'boundary',
  'utf16',
  'newlines',
] as const

export interface Damage {
  readonly kind: (typeof kinds)[number]
  readonly at: number
  readonly pick: number
}

const number = fc.nat(1_000_000)

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), at: number, pick: number }),
  { minLength: 1, maxLength: 4 },
)

const junkHeaders = [
  'From: UPS <mcinfo@ups.com>',
  'From: "mcinfo@ups.com" <x@evil.example>',
  'Subject: Delivered',
  'Subject: =?UTF-8?Q?=F0=9F=93=A6?=',
  'Subject: =?no-such?B?////?=',
  'Date: Thu, 31 Feb 2099 99:99:99 +9999',
  'Date: ',
  'Content-Type: multipart/mixed; boundary=""',
  'Content-Type: multipart/mixed; boundary="a"; boundary="b"',
  'Content-Type: text/html; charset="../../etc/passwd"',
  'Content-Disposition: attachment; filename="../../../../etc/cron.d/x"',
  "Content-Disposition: attachment; filename*=UTF-8''%2e%2e%2f%00",
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: x-unknown',
  'Message-ID: <>',
  'Authentication-Results: mx.example.net; dkim=pass header.d=ups.com',
  'DKIM-Signature: v=1; a=rsa-sha256; d=ups.com; s=x; h=from; bh=; b=',
  `X-Long: ${'x'.repeat(5_000)}`,
  ': no name',
  'No colon',
  '\u0000\u0001: x',
] as const

const encodings = ['base64', 'quoted-printable', '7bit', '8bit', 'binary', 'uuencode'] as const
const charsets = ['utf-16', 'utf-7', 'iso-2022-jp', 'shift_jis', 'windows-1252', 'none'] as const

const splice = (bytes: Buffer, at: number, more: Buffer, gone = 0): Buffer =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + gone)])

function damagedLines(bytes: Buffer, { kind, at, pick }: Damage): Buffer {
  const lines = bytes.toString('latin1').split('\r\n')
  const one = at % lines.length
  const other = pick % lines.length
  if (kind === 'drop-line') lines.splice(one, 1)
  if (kind === 'double-line')
    lines.splice(one, 0, ...Array.from({ length: 1 + (pick % 40) }, () => lines[one] ?? ''))
  if (kind === 'swap-lines') [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? '']
  if (kind === 'junk-header') lines.splice(at % 12, 0, junkHeaders[pick % junkHeaders.length] ?? '')
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const replaced = (bytes: Buffer, pattern: RegExp, by: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(pattern, by), 'latin1')

function damagedOnce(bytes: Buffer, damage: Damage): Buffer {
  const { kind, pick } = damage
  const at = damage.at % (bytes.length + 1)
  switch (kind) {
    case 'cut':
      return Buffer.from(bytes.subarray(0, at))
    case 'flip': {
      const copy = Buffer.from(bytes)
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << (pick % 8))
      return copy
    }
    case 'insert':
      return splice(bytes, at, Buffer.alloc(1 + (pick % 50), pick % 256))
    case 'encoding':
      return replaced(bytes, /(Content-Transfer-Encoding: )[^\r]*/, `$1${encodings[pick % encodings.length]}`)
    case 'charset':
      return replaced(bytes, /(charset=)[^\r;]*/, `$1${charsets[pick % charsets.length]}`)
    case 'boundary':
      return replaced(bytes, /(boundary=)[^\r;]*/, `$1"${'-'.repeat(pick % 80)}"`)
    case 'utf16':
      return Buffer.from(bytes.toString('latin1'), 'utf16le')
    case 'newlines':
      return replaced(bytes, /\r\n/g, ['\n', '\r', '\r\r\n', '\n\r'][pick % 4] ?? '\n')
    default:
      return damagedLines(bytes, damage)
  }
}

export const damaged = (raw: Uint8Array, all: readonly Damage[]): Buffer =>
  all.reduce(damagedOnce, Buffer.from(raw))
