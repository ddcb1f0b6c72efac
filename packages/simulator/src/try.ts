import { planOf } from './run/plan.ts'
import { checkLines } from '@portico/checker'
import { lyingFaults } from './faults/faults.data.ts'
import { playPlan } from './run/run-plan.ts'
const [from = '1', count = '20', only = ''] = process.argv.slice(2)
let delivered = 0
const groups = new Map<string, { n: number; seeds: string[] }>()
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const plan = planOf(seed, only === '' ? {} : { only: only === 'none' ? [] : only.split(',') })
  const result = await playPlan(plan, { trace: true, hashes: false }).catch(
    (e) => (console.log(seed, plan.faults, e.message), null),
  )
  if (!result) continue
  delivered += result.delivered
  const lying = plan.faults.some((id) => lyingFaults.has(id))
  const faultless = plan.faults.every((id) => id === 'F3')
  const findings = checkLines(result.lines, { hashes: false, lying, faultless, sealed: true })
  for (const f of findings.slice(0, 3)) {
    const key = f.invariant + ' ' + f.what.replace(/[0-9]+/g, 'N').slice(0, 90)
    const g = groups.get(key) ?? { n: 0, seeds: [] as string[] }
    g.n++
    if (g.seeds.length < 4) g.seeds.push(`${seed}@${f.seq}`)
    groups.set(key, g)
  }
  if (Number(count) < 40)
    console.log(
      seed,
      plan.faults.join(' '),
      result.delivered,
      result.secure,
      result.phase,
      (result.took / 1000).toFixed(0),
      result.lines.length,
    )
  if (Number(count) === 1) {
    for (const { at, who, what } of result.story) console.log((at / 1000).toFixed(1), who, what)
    for (const line of result.lines)
      console.log(
        line.seq,
        line.epoch,
        line.mono.toFixed(0),
        line.type,
        line.cause,
        JSON.stringify(line.data).slice(0, 150),
      )
  }
}
const { user, system } = process.cpuUsage()
const took = (user + system) / 1000
console.log(
  delivered,
  'delivered',
  took.toFixed(0),
  'ms',
  ((Number(count) / took) * 1000).toFixed(0),
  'seeds/s',
)

for (const [k, { n, seeds }] of [...groups].toSorted((a, b) => b[1].n - a[1].n))
  console.log(n, k, seeds.join(' '))
