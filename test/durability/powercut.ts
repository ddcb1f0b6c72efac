// `npm run test:powercut`: cuts the power at moments of whole stories and lets the home come up from every disk that may
// be left. `--images N --seed S --jobs J`.
import { availableParallelism } from 'node:os'
import { PowerCutRoom, momentsOf } from './powercut-run.ts'
import type { StoryName } from './stories.ts'
import { straceMissing } from './strace.ts'
import { inLanes, readNumbers } from '../support/words.ts'

const { images, seed, jobs } = readNumbers({ images: 2_400, seed: 1, jobs: availableParallelism() })
const told: readonly StoryName[] = ['delivery', 'relock-jam', 'left-open-taken-over']

const missing = straceMissing()
if (missing !== null) {
  console.error(`SKIPPED: power cuts: strace is missing or may not watch (${missing}). Debian: strace`)
  process.exit(77)
}

const began = performance.now()
const figures = { images: 0, torn: 0, unsynced: 0, findings: 0 }
using room = new PowerCutRoom()
for (const story of told) {
  const recording = room.record(story)
  const moments = momentsOf(recording, { images: Math.ceil(images / told.length), seed })
  const before = figures.findings
  await inLanes(moments, jobs, async ({ disk, cut }) => {
    const findings = await room.judge(recording, disk, cut)
    figures.images += 1
    figures.torn += cut.torn === null ? 0 : 1
    figures.unsynced = Math.max(figures.unsynced, disk.unsure.length)
    figures.findings += findings.length
    for (const finding of findings) console.error(`${story}, after entry ${disk.entries}: ${finding}`)
  })
  const syncs = recording.steps.filter(({ type }) => type === 'sync').length
  console.log(
    `${story}: ${recording.steps.length} steps, ${syncs} syncs, ${moments.length} images, ` +
      `${figures.findings - before} findings`,
  )
}
const took = Math.round((performance.now() - began) / 1000)
console.log(
  `${figures.images} images in ${took} s (${figures.torn} with a torn write, up to ${figures.unsynced} unsynced ` +
    `steps at once), ${room.lived} different homes that lived on for a minute: ${figures.findings} findings`,
)
process.exitCode = figures.findings > 0 ? 1 : 0
