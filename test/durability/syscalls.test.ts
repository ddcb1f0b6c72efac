// The disk fails under a delivery: a sync or a write of the journal fails, is interrupted, or takes seconds. The hub
// refuses or voids, the edge acts when it falls silent, and the next start finds everything that was acknowledged. A few
// of each; all are `npm run test:syscalls`. Skipped, with the reason on stderr, where strace is not installed.
import { afterAll, describe, expect, test } from 'vitest'
import { inLanes } from '../support/words.ts'
import { straceMissing } from './strace.ts'
import { SyscallRoom, type SyscallPoint } from './syscall-run.ts'

const LANES = 2
/** Before the commit, at the mark, at the hand-over, while the door stands open, at the relock. */
const points: readonly SyscallPoint[] = [
  ...[18, 24, 40].map((n) => ({ name: 'a sync fails', n })),
  ...[22, 28].map((n) => ({ name: 'the disk dies at a sync', n })),
  { name: 'a sync is interrupted', n: 25 },
  { name: 'a sync takes 3 s', n: 24 },
  { name: 'the disk is full', n: 160 },
  { name: 'a write fails', n: 120 },
]

const reason = straceMissing()
if (reason !== null)
  process.stderr.write(`SKIPPED: failing system calls (strace: ${reason}). Debian: strace\n`)

describe.skipIf(reason !== null)('a failing disk', () => {
  const room = new SyscallRoom()
  afterAll(() => room[Symbol.dispose]())

  test('is never a door that is open with no alarm', async () => {
    const found: string[] = []
    let served = 0
    await inLanes(points, LANES, async (point) => {
      const { findings, told } = await room.fail(point)
      if (told !== null) served += 1
      found.push(...findings.map((finding) => `${point.name}, n = ${point.n}: ${finding}`))
    })
    expect(found).toEqual([])
    expect(served).toBe(points.length)
  })
})
