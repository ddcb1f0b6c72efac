// `npm run simulate`: plays seeds, lets the checker judge each, shrinks what fails to a story, and tells what occurred.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parse } from 'node:path'
import { USAGE, type Wish, readArguments } from './command-line.ts'
import type { BlockOrder, SeedFinding } from './report/block.ts'
import { COVERED_FROM, coverageText, neverOccurred } from './report/coverage.ts'
import { runBlocks } from './report/run-blocks.ts'
import { shrink } from './report/shrink.ts'
import { sourceCommit } from './report/source-commit.ts'
import { storyOf } from './report/story.ts'
import { Tally, type TallyState } from './report/tally.ts'
import { judge } from './run/judge.ts'
import { type Plan, planOf } from './run/plan.ts'
import { playPlan } from './run/run-plan.ts'
import { knownSeeds } from './seeds.data.ts'

const BLOCK = 50
const PROGRESS_EVERY_MS = 5000
/** Of each invariant this many seeds are shrunk. */
const STORIES_PER_KIND = 1

const number = (value: number): string => value.toLocaleString('en')

function fresh({ from, seeds }: Wish, commit: string): TallyState {
  return { commit, from, seeds, next: from, delivered: 0, counts: {}, findings: [], apart: {} }
}

/** What an earlier run of the same seeds left; a new beginning when there is none. */
function resumed(wish: Wish, commit: string): TallyState {
  if (wish.resume === null) return fresh(wish, commit)
  try {
    // cast: this command wrote it
    const state = JSON.parse(readFileSync(wish.resume, 'utf8')) as TallyState
    if (state.from !== wish.from || state.commit !== commit) {
      console.error(`simulate: ${wish.resume} is of other seeds or another commit; beginning anew`)
      return fresh(wish, commit)
    }
    return { ...state, seeds: wish.seeds }
  } catch {
    return fresh(wish, commit)
  }
}

function keep(file: string, state: TallyState): void {
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

/** One seed at a time, with hashes: its lines are the export. */
async function writeExports(wish: Wish, file: string): Promise<readonly SeedFinding[]> {
  const found: SeedFinding[] = []
  for (let seed = wish.from; seed < wish.from + wish.seeds; seed++) {
    const result = await playPlan(planOf(seed, wish), { trace: wish.trace, hashes: true })
    const { dir, name, ext } = parse(file)
    const path = wish.seeds === 1 ? file : `${dir === '' ? '' : `${dir}/`}${name}-${seed}${ext}`
    writeFileSync(path, result.lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    if (wish.trace) console.log(`${storyOf(result)}\n`)
    for (const { invariant, seq, what } of judge(result, true).findings)
      found.push({ seed, invariant, seq, what })
  }
  return found
}

async function tellStories(wish: Wish): Promise<void> {
  for (let seed = wish.from; seed < wish.from + wish.seeds; seed++)
    console.log(`${storyOf(await playPlan(planOf(seed, wish), { trace: true, hashes: false }))}\n`)
}

async function play(wish: Wish, tally: Tally): Promise<void> {
  const began = performance.now()
  const before = tally.done
  let told = began
  const orders: BlockOrder[] = []
  const only = wish.only
  for (let from = tally.state.next; from < wish.from + wish.seeds; from += BLOCK)
    orders.push({ from, count: Math.min(BLOCK, wish.from + wish.seeds - from), only })
  await runBlocks({
    orders,
    jobs: wish.jobs,
    onResult: (result) => {
      const known = new Set(tally.state.findings.map(({ invariant }) => invariant))
      tally.add(result)
      for (const { invariant, seed, what } of result.findings)
        if (!known.has(invariant)) console.error(`${invariant} in seed ${seed}: ${what}`)
      const now = performance.now()
      if (now - told < PROGRESS_EVERY_MS) return
      told = now
      if (wish.resume !== null) keep(wish.resume, tally.state)
      const { delivered, findings } = tally.state
      const pace = ((tally.done - before) / (now - began)) * 1000
      console.error(
        `${number(tally.done)} of ${number(wish.seeds)} seeds, ${pace.toFixed(0)}/s, ` +
          `${number(delivered)} delivered, ${number(findings.length)} findings`,
      )
    },
  })
  if (wish.resume !== null) keep(wish.resume, tally.state)
  const took = (performance.now() - began) / 1000
  const { delivered, next, from } = tally.state
  console.log(
    `seeds ${from}–${next - 1}: ${number(tally.done)} runs, ${number(delivered)} deliveries in ${took.toFixed(1)} s ` +
      `(${((tally.done - before) / took).toFixed(0)} runs/s on ${wish.jobs} ${wish.jobs === 1 ? 'thread' : 'threads'}), ` +
      `commit ${tally.state.commit}`,
  )
}

/** The worst of each kind, cut down to what is needed to see it. */
async function tellFindings(found: readonly SeedFinding[], planFor: (seed: number) => Plan): Promise<void> {
  const kinds = new Set(found.map(({ invariant }) => invariant))
  for (const invariant of kinds) {
    const own = found.filter((finding) => finding.invariant === invariant)
    const seeds = [...new Set(own.map(({ seed }) => seed))]
    console.log(`\n${invariant}: ${own[0]?.what ?? ''}\n  seeds ${seeds.slice(0, 12).join(', ')}`)
    if (invariant === 'THROWN') continue
    for (const seed of seeds.slice(0, STORIES_PER_KIND)) {
      const shrunk = await shrink(planFor(seed), invariant)
      if (!shrunk) continue
      console.log(
        `${storyOf(shrunk.result, shrunk.seq)}\n  → ${invariant} at line ${shrunk.seq}: ${shrunk.what}`,
      )
    }
  }
}

async function main(): Promise<number> {
  const wish = readArguments(process.argv.slice(2))
  if (typeof wish === 'string') {
    console.error(`simulate: ${wish}\n\n${USAGE}`)
    return 2
  }
  const planFor = (seed: number): Plan => {
    const known = knownSeeds.find((each) => each.seed === seed)
    const isInRange = seed >= wish.from && seed < wish.from + wish.seeds
    return planOf(seed, known && !isInRange ? { only: known.faults } : wish)
  }
  if (wish.exportTo !== null) {
    const found = await writeExports(wish, wish.exportTo)
    await tellFindings(found, planFor)
    console.log(`seeds ${wish.from}–${wish.from + wish.seeds - 1} written, commit ${sourceCommit()}`)
    return found.length > 0 ? 1 : 0
  }
  if (wish.trace) await tellStories(wish)
  const tally = new Tally(resumed(wish, sourceCommit()))
  if (wish.only === null && tally.done === 0) await replayKnown(tally)
  await play(wish, tally)
  const { findings, apart, counts } = tally.state
  for (const [kind, seeds] of Object.entries(apart))
    console.log(`apart, with a witness that lies: ${kind} in ${number(seeds)} seeds`)
  if (wish.coverage) console.log(coverageText(counts))
  const missing = wish.only === null && tally.done >= COVERED_FROM ? neverOccurred(counts) : []
  if (missing.length > 0) console.log(`never occurred: ${missing.join(', ')}`)
  await tellFindings(findings, planFor)
  console.log(findings.length === 0 ? '0 findings' : `${number(findings.length)} findings`)
  return findings.length > 0 || missing.length > 0 ? 1 : 0
}

/** Seeds that failed once come first. */
async function replayKnown(tally: Tally): Promise<void> {
  for (const { seed, faults: only } of knownSeeds)
    await runBlocks({
      orders: [{ from: seed, count: 1, only }],
      jobs: 1,
      onResult: (result) => tally.addKnown(result),
    })
}

process.exitCode = await main()
