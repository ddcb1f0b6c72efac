// `npm run test:film`: kills the media process with SIGKILL at moments drawn by lot while it films, and looks at the film
// afterwards with a reader that is not ours: it plays, and at most its last second is missing. `--kills N`, `--seed S`.
import { join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { sessionId } from '@portico/core'
import { readSealed } from './bench.ts'
import { ProcessBench, clock, hall, orderOf } from './process-bench.ts'
import { readFilm } from './read-film.ts'
import { TestCamera, noise } from './test-camera.ts'

/** Ms of film that may be missing at its end. */
const LOST_MAX_MS = 1_000
/** A kill comes so long after the film was ordered, ms. */
const KILL_BETWEEN = [300, 2_500] as const
const MARKS_EVERY_MS = 90

export interface KilledFilm {
  /** From the last picture of the film to the kill, ms. */
  readonly lostMs: number
  readonly frames: number
  readonly marks: number
  /** A reader that shares no line with us finds every picture. */
  readonly plays: boolean
}

/** One life and death of the process. */
export async function killFilm(name: string, afterMs: number): Promise<KilledFilm> {
  await using camera = await TestCamera.start({ signed: true })
  await using bench = await ProcessBench.start()
  bench.media.setCamera('hall', { view: 'inside', source: camera.source })
  await bench.isLive('hall')
  await bench.media.startFilm(orderOf(name, [hall]))
  await bench.frames.find(() => true)
  const marking = setInterval(() => {
    const session = sessionId(name)
    bench.media.mark({ session, at: clock.mono(), kind: 'bolt', word: 'unlocked' })
  }, MARKS_EVERY_MS)
  await later(afterMs)
  clearInterval(marking)
  const killed = clock.mono()
  process.kill(bench.pid(), 'SIGKILL')
  // The next life mends it; what the film is worth is said by a reader that shares no line with us.
  const torn = await bench.segments.find(() => true)
  const bytes = await readSealed(join(bench.folder, torn.file))
  using film = await readFilm(bytes)
  const lostMs = Math.round(killed - torn.to)
  const marks = bytes.toString('latin1').split('Z bolt unlocked').length - 1
  bench.pid()
  return { lostMs, frames: torn.frames, marks, plays: film.packets.length === torn.frames }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
  const kills = Number(values.kills ?? 50)
  const random = noise(Number(values.seed ?? 1))
  const films: KilledFilm[] = []
  for (let kill = 0; kill < kills; kill++) {
    const [from, to] = KILL_BETWEEN
    // One after the other: each of them has the machine to itself.
    // oxlint-disable-next-line no-await-in-loop
    films.push(await killFilm(`s_kill_${kill}`, from + random() * (to - from)))
  }
  const lost = films.map(({ lostMs }) => lostMs).toSorted((a, b) => a - b)
  const silent = films.filter(({ plays }) => !plays).length
  const late = lost.filter((ms) => ms > LOST_MAX_MS).length
  console.log(
    `${kills - silent} of ${kills} films play; missing at the end: ${lost[Math.floor(kills / 2)] ?? 0} ms in the ` +
      `middle, ${lost.at(-1) ?? 0} ms at most; ${late} miss more than ${LOST_MAX_MS} ms`,
  )
  process.exitCode = silent + late > 0 ? 1 : 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
