// `npm run test:crash`: kills the hub at every write of twelve stories, before, during and after it reaches the disk,
// starts it again on the same folder, and judges. `--points N` takes so many of each story; `--jobs J` at a time.
import { availableParallelism } from 'node:os'
import { type CrashPoint, pointsOf, spread } from './crash-points.ts'
import { CrashRoom } from './crash-run.ts'
import { type StoryName, storyNames } from './stories.ts'
import { inLanes, readNumbers } from '../support/words.ts'

const { points, jobs } = readNumbers({ points: 100_000, jobs: availableParallelism() })
const began = performance.now()
const figures = { kills: 0, findings: 0, slowestMs: 0 }

async function judge(room: CrashRoom, { story, write, side }: CrashPoint): Promise<void> {
  const { findings, safeAfterMs } = await room.crash(story, { side, write })
  figures.kills += 1
  figures.findings += findings.length
  figures.slowestMs = Math.max(figures.slowestMs, safeAfterMs)
  for (const finding of findings) console.error(`${story}, ${side} write ${write}: ${finding}`)
}

async function tellStory(room: CrashRoom, story: StoryName): Promise<void> {
  const writes = await room.writes(story)
  const chosen = spread(pointsOf(story, writes), points)
  const before = figures.findings
  await inLanes(chosen, jobs, (point) => judge(room, point))
  console.log(`${story}: ${writes} writes, ${chosen.length} kills, ${figures.findings - before} findings`)
}

using room = new CrashRoom()
for (const story of storyNames) await tellStory(room, story)
const took = Math.round((performance.now() - began) / 1000)
console.log(
  `${figures.kills} kills in ${took} s: ${figures.findings} findings; locked or alarmed at the latest ` +
    `${figures.slowestMs / 1000} s after the restart (bound 60 s)`,
)
process.exitCode = figures.findings > 0 ? 1 : 0
