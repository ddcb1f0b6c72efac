// The headers of a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format"), as this package writes
// them. A header is a function of name, size and time, so a reader can demand it byte for byte.

export const TAR_BLOCK = 512
/** Largest size eleven octal digits can tell, bytes: 8 GiB − 1. */
export const TAR_SIZE_MAX = 8 ** 11 - 1
const NAME_MAX = 100
const nameForm = /^[\x21-\x7e]{1,100}$/

export interface TarEntry {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Unix seconds. */
  readonly mtime: number
}

const ascii = new TextEncoder()
const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

/**
 * One regular file, mode 0644, owner 0.
 *
 * @throws RangeError for a name over 100 characters or outside printable ASCII, and for a size or time that eleven
 * octal digits cannot hold.
 */
export function tarHeader({ name, size, mtime }: TarEntry): Uint8Array {
  if (!nameForm.test(name))
    throw new RangeError(`archive entry: the name must be 1 to ${NAME_MAX} printable ASCII characters`)
  for (const value of [size, mtime])
    if (!Number.isInteger(value) || value < 0 || value > TAR_SIZE_MAX)
      throw new RangeError(`archive entry ${name}: ${value} does not fit eleven octal digits`)
  const block = new Uint8Array(TAR_BLOCK)
  const put = (at: number, text: string): void => block.set(ascii.encode(text), at)
  put(0, name)
  put(100, '0000644\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${octal(size, 11)}\0`)
  put(136, `${octal(mtime, 11)}\0`)
  put(156, '0')
  put(257, 'ustar\u000000')
  put(329, '0000000\0')
  put(337, '0000000\0')
  put(148, `${octal(sumOf(block), 6)}\0 `)
  return block
}

/** Name, size and time of a header that is exactly as `tarHeader` writes it; otherwise null. */
export function readTarHeader(block: Uint8Array): TarEntry | null {
  const entry = {
    name: readText(block, 0, NAME_MAX).replace(/\0.*$/s, ''),
    size: Number.parseInt(readText(block, 124, 11), 8),
    mtime: Number.parseInt(readText(block, 136, 11), 8),
  }
  if (!nameForm.test(entry.name) || !(entry.size >= 0) || !(entry.mtime >= 0)) return null
  return equalBytes(tarHeader(entry), block) ? entry : null
}

/** Whether a block bears the mark and the checksum of a ustar header, whoever wrote it. */
export function isTarHeader(block: Uint8Array): boolean {
  return hasTarMark(block) && readText(block, 148, 6) === octal(sumOf(block), 6)
}

export const hasTarMark = (block: Uint8Array): boolean => readText(block, 257, 5) === 'ustar'

const readText = (block: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...block.subarray(at, at + length))

/** The sum of the header's bytes, its own field counted as spaces. */
const sumOf = (block: Uint8Array): number =>
  block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)

/** Zero bytes that fill a file's last block. */
export const paddingOf = (size: number): number => (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
