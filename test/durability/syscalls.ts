// `npm run test:syscalls`: lets the n-th sync or write of the journal fail, be interrupted or take its time, for every n
// of a delivery, and the whole disk of a real hub die. `--points N` of each kind, `--upto N`, `--jobs J`, `--hubs 0|1`.
import { availableParallelism } from 'node:os'
import { inLanes, readNumbers } from '../support/words.ts'
import { type DyingDisk, letDiskDie } from '../faults/dying-disk.ts'
import { straceMissing } from './strace.ts'
import { SyscallRoom, syscallFaults } from './syscall-run.ts'

const { points, upto, jobs, hubs } = readNumbers({
  points: 200,
  upto: 200,
  jobs: availableParallelism(),
  hubs: 1,
})

const missing = straceMissing()
if (missing !== null) {
  console.error(
    `SKIPPED: failing system calls: strace is missing or may not watch (${missing}). Debian: strace`,
  )
  process.exit(77)
}

const began = performance.now()
const figures = { runs: 0, findings: 0, refusedStarts: 0, worstMs: 0 }
using room = new SyscallRoom()
for (const name of Object.keys(syscallFaults)) {
  const count = Math.min(points, upto)
  const all = Array.from({ length: count }, (_, at) => 1 + Math.floor((at * upto) / count))
  const before = figures.findings
  await inLanes(all, jobs, async (n) => {
    const { findings, told } = await room.fail({ name, n })
    figures.runs += 1
    figures.findings += findings.length
    if (told === null) figures.refusedStarts += 1
    else figures.worstMs = Math.max(figures.worstMs, told.worstMs)
    for (const finding of findings) console.error(`${name}, n = ${n}: ${finding}`)
  })
  console.log(`${name}: ${all.length} runs, ${figures.findings - before} findings`)
}

const dying: readonly DyingDisk[] = [
  { stage: 'asked', error: 'EIO' },
  { stage: 'unlocked', error: 'EIO' },
  { stage: 'inside', error: 'ENOSPC' },
]
const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`)
for (const each of hubs > 0 ? dying : []) {
  const { findings, sirenMs, boltedMs } = await letDiskDie(each)
  figures.findings += findings.length
  for (const finding of findings) console.error(`a real hub, ${each.stage}, ${each.error}: ${finding}`)
  console.log(
    `a real hub, ${each.stage}, ${each.error} from then on: bolted after ${seconds(boltedMs)}, ` +
      `siren after ${seconds(sirenMs)} (bound 15 s of silence)`,
  )
}
const took = Math.round((performance.now() - began) / 1000)
console.log(
  `${figures.runs} runs in ${took} s, ${figures.refusedStarts} of them a start that was refused: ` +
    `${figures.findings} findings; longest insecure with no alarm ${figures.worstMs / 1000} s`,
)
process.exitCode = figures.findings > 0 ? 1 : 0
