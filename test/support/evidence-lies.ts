// An evidence file as a liar would change it: one byte, or a whole file of the archive.
const BLOCK = 512

/** One byte changed where these letters stand. */
export function altered(file: Buffer, letters: string): Buffer {
  const copy = Buffer.from(file)
  const at = copy.indexOf(letters) + 3
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

/** The archive without the files that match; everything else as it was. */
export function without(file: Buffer, name: RegExp): Buffer {
  const kept: Buffer[] = []
  let at = 0
  while (at + BLOCK <= file.length && file[at] !== 0) {
    const header = file.subarray(at, at + BLOCK)
    const size = Number.parseInt(header.subarray(124, 135).toString('latin1'), 8)
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK
    if (!name.test(header.subarray(0, 100).toString('latin1'))) kept.push(file.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, file.subarray(at)])
}
