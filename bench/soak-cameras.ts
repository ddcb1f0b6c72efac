// The camera engine for as long as is asked for, with cameras that are cut off all the time and people who come and go:
// memory, handles and threads must not grow. A camera of a bad network is cut off once a minute, 1,440 times a day; these
// are cut off every two seconds.
import { slopeOf, soakCameras } from '../test/support/camera-soak.ts'
import { figure } from './support/figures.ts'
import { printGoals } from './support/goal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { canMeter } from './support/process-meter.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'

const opened = openBench('soak: the camera engine, four cameras that are cut off all the time')
const minutes = opened.quick ? 1 : (opened.minutes ?? 30)
if (!canMeter()) throw new Error('memory is read from /proc, which this system has not')

const CUTS_A_DAY = 1_440
/** The loops of the two threads that stay have five each, and what draws images keeps one. */
const LEFT_MAX = 11
const { samples, before, after, counts, faults } = await soakCameras({
  lastsMs: minutes * 60_000,
  cameras: 4,
  cutEveryMs: 2_000,
  sampleEveryMs: 5_000,
  onSample: ({ at, rssMB, handles }) =>
    note(`${figure(at / 60_000)} of ${minutes} min: ${figure(rssMB)} MB, ${handles} handles`),
})
note('')
const tenths = Array.from({ length: 10 }, (_, n) => samples[Math.floor((n * (samples.length - 1)) / 9)])
printTable(
  ['minute', 'resident MB', 'of its own MB', 'handles', 'threads'],
  [before, ...tenths, after].flatMap((one) =>
    one ? [[figure(one.at / 60_000), figure(one.rssMB), figure(one.ownMB), one.handles, one.threads]] : [],
  ),
)
console.log(
  `\n${counts.cuts} cuts (${figure(counts.cuts / 4 / CUTS_A_DAY)} days of one a minute and camera), ${counts.looks} looks, ${counts.viewers} viewers, ${counts.films} films, ${counts.stills} stills, ${counts.masks} masks; ${counts.refused} refused with a code`,
)
for (const fault of new Set(faults)) console.log(`fault: ${fault}`)
printGoals([
  { what: 'faults', at: 'most', limit: 0, unit: '', measured: faults.length },
  {
    what: 'resident memory, second half of the time',
    at: 'most',
    limit: 10,
    unit: ' MB an hour',
    measured: slopeOf(samples, ({ rssMB }) => rssMB),
  },
  {
    what: 'handles, second half of the time',
    at: 'most',
    limit: 5,
    unit: ' an hour',
    measured: slopeOf(samples, ({ handles }) => handles),
  },
  {
    what: 'handles left when all have gone',
    at: 'most',
    limit: LEFT_MAX,
    unit: '',
    measured: after.handles - before.handles,
  },
])
closeBench()
