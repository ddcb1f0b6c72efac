// One range of bytes of a file (RFC 9110 §14): what players ask for. More than one range is answered with the whole.
import type { ByteRange } from '../evidence/media-file.ts'

/** Null: the whole file. `outside`: nothing of the file lies in it. */
export function byteRange(header: string | undefined, size: number): ByteRange | 'outside' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  const [, first = '', last = ''] = found ?? []
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Number(last)
    return length === 0 || size === 0 ? 'outside' : { from: Math.max(0, size - length), to: size - 1 }
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return null
  return from >= size ? 'outside' : { from, to: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
}
