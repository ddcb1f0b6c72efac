// `npm run test:faults`: deliveries with real processes, killed, stopped and cut off from each other at moments chosen by
// seed. `--deliveries N --kills M --seed S --jobs J`. Prints the bounds it measured and the faults it made happen.
import { PICTURES_MIN, boundsOf, brokenBounds, fewestPictures } from './bounds.ts'
import { faultNames, faults } from './fault.ts'
import { runFaults } from './faulty-run.ts'
import { readNumbers } from '../support/words.ts'

const { deliveries, kills, seed, jobs } = readNumbers({ deliveries: 300, kills: 1_000, seed: 1, jobs: 2 })
const began = performance.now()
const minutes = (): string => ((performance.now() - began) / 60_000).toFixed(1)

const result = await runFaults({
  deliveries,
  kills,
  seed,
  lanes: jobs,
  onDelivery: ({ seed: own, faults: drawn, isIn, last, findings }) => {
    console.log(
      `${minutes()} min, seed ${own}: ${isIn ? 'came in' : `not let in (${last})`}; ${drawn.join(', ') || 'no fault'}`,
    )
    for (const finding of findings) console.error(finding)
  },
})

console.log(
  `\n${result.deliveries} deliveries (${result.came} came in), ${result.kills} kills in ${minutes()} min, ` +
    `seeds ${seed} to ${seed + result.deliveries - 1}: ${result.findings.length} findings`,
)
for (const finding of result.findings) console.error(finding)

for (const { name, limitMs, worstMs, times } of boundsOf(result.stories)) {
  const seen = worstMs === null ? 'never came to it' : `${(worstMs / 1000).toFixed(2)} s at most`
  console.log(`${name}: ${seen}, of ${limitMs / 1000} s (${times} times)`)
}
const fewest = fewestPictures(result.stories)
console.log(`durable pictures before an unlock: ${fewest ?? 'none sent'}, of ${PICTURES_MIN} at least`)
const broken = brokenBounds(result.stories)
for (const each of broken) console.error(`BROKEN: ${each}`)

for (const name of faultNames)
  console.log(
    `${(result.happened.get(name) ?? 0).toString().padStart(5)} × ${name} (${faults[name].list.join(' ')})`,
  )
const ticked = new Set([...result.happened.keys()].flatMap((name) => faults[name].list))
const byNumber = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1))
console.log(`of the fault list: ${[...ticked].toSorted(byNumber).join(' ')}`)
process.exitCode = result.findings.length + broken.length > 0 ? 1 : 0
