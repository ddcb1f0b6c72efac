// What a picture is worth, and what is seen in it, on film of the simulated home in virtual time: how soon each thing that
// is done to a camera is named, how often a calm view is wronged in an hour, and how well leaf, people and parcels are
// seen. Coded and decoded as live pictures are.
import type { SightReport } from '@portico/ports'
import { CameraSight, ContentWatch, type Scene, SceneWatch, readCode } from '@portico/media/sight'
import type { Deed } from '@portico/world'
import { figure, median, quantile } from './support/figures.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'
import { type View, hardest, setups, weathers } from './support/views-and-weathers.ts'
import { VirtualFilm } from './support/virtual-film.ts'

const { quick } = openBench('health: what pictures are worth, and what they show')
const RUNS = quick ? 2 : 6
const CALM_MS = quick ? 60_000 : 600_000
const PASSES = quick ? 2 : 6

/** Learns the view from ten seconds of calm. */
async function learn(film: VirtualFilm, see: (at: number, small: Parameters<SceneWatch['see']>[0]) => void) {
  for await (const { at, small } of film.for(10_000)) see(at, small)
}

async function detection(
  view: View,
  fault: 'cover' | 'shift' | 'blur' | 'black',
  rate: number,
): Promise<number[]> {
  const delays: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    using film = await VirtualFilm.open({ view, rate, seed: 100 + run })
    const watch = new SceneWatch()
    await learn(film, (at, small) => watch.see(small, at))
    // Somewhere between two key pictures.
    for await (const { at, small } of film.for(Math.round((run * 1_000) / RUNS))) watch.see(small, at)
    const from = film.now
    film.scene.suffer(fault)
    let named = NaN
    for await (const { at, small } of film.for(12_000)) {
      watch.see(small, at)
      if (watch.scene !== 'clear' && Number.isNaN(named)) named = at - from
      if (!Number.isNaN(named)) break
    }
    delays.push(named)
  }
  return delays
}

async function faults(): Promise<void> {
  const rows: string[][] = []
  for (const fault of ['cover', 'black', 'shift', 'blur'] as const)
    for (const view of ['outside', 'inside'] as const)
      for (const rate of [1, 5]) {
        const delays = await detection(view, fault, rate)
        const found = delays.filter((delay) => !Number.isNaN(delay))
        rows.push([
          fault,
          view,
          rate === 1 ? 'key pictures, one a second' : 'all, five a second',
          `${found.length} of ${delays.length}`,
          figure(median(found) / 1_000),
          figure(quantile(found, 1) / 1_000),
        ])
      }
  printTable(['done to it', 'view', 'looked at', 'named', 'p50 s', 'max s'], rows)
}

async function calm(): Promise<void> {
  const rows: string[][] = []
  for (const [name, weather] of Object.entries(weathers))
    for (const view of ['outside', 'inside'] as const) {
      using film = await VirtualFilm.open({ view, rate: 1, seed: 7, ...(weather ? { weather } : {}) })
      const [watch, content] = [new SceneWatch(), new ContentWatch()]
      const reports: SightReport[] = []
      const sight = new CameraSight({
        camera: 'eye',
        view,
        setup: setups[view],
        onReport: (said) => void reports.push(said),
      })
      sight.tellShut(true)
      await learn(film, (at, small) => {
        watch.see(small, at)
        sight.see(small, at)
      })
      sight.watchVisit(true)
      let [wronged, before, frozen]: [number, Scene, number] = [0, 'clear', 0]
      for await (const { at, small, samples } of film.for(CALM_MS)) {
        watch.see(small, at)
        sight.see(small, at)
        if (watch.scene !== before && watch.scene !== 'clear') wronged += 1
        before = watch.scene
        content.expect()
        if (samples) content.see(samples)
        if (content.frozen || content.content === 'black') frozen += 1
      }
      const hours = CALM_MS / 3_600_000
      const of = (type: SightReport['type']): SightReport[] =>
        reports.filter((report) => report.type === type)
      const opens = of('leaf').filter((report) => report.type === 'leaf' && report.says === 'open')
      rows.push([
        name,
        view,
        ...[wronged, frozen, opens.length, of('people').length, of('parcel').length].map((count) =>
          figure(count / hours),
        ),
      ])
    }
  printTable(
    [
      'nothing happens but',
      'view',
      'covered, moved, unsharp',
      'frozen, looped, black',
      'leaf open',
      'people',
      'parcels',
    ],
    rows,
  )
  console.log(`false words per hour, from ${figure(CALM_MS / 60_000)} min of each`)
}

interface Step {
  readonly deed: Deed
  readonly lasts: number
}

/** Opens from inside, in, out, shut: everything stands still after each. */
const visit = (second: boolean): readonly Step[] => [
  { deed: { type: 'come', who: 'courier' }, lasts: 2_500 },
  { deed: { type: 'open', from: 'inside', wide: true }, lasts: 2_000 },
  { deed: { type: 'enter', who: 'courier' }, lasts: 4_000 },
  ...(second ? [{ deed: { type: 'enter', who: 'second' }, lasts: 4_000 } as const] : []),
  { deed: { type: 'leave', who: 'courier' }, lasts: 4_500 },
  ...(second ? [{ deed: { type: 'leave', who: 'second' }, lasts: 4_500 } as const] : []),
  { deed: { type: 'close' }, lasts: 3_000 },
]

async function people(): Promise<void> {
  const rows: string[][] = []
  for (const [name, weather] of hardest())
    for (const second of [false, true]) {
      let [right, known] = [0, 0]
      for (let pass = 0; pass < PASSES; pass += 1) {
        using film = await VirtualFilm.open({
          view: 'outside',
          rate: 10,
          seed: 50 + pass,
          ...(weather ? { weather } : {}),
        })
        let [entered, left, sure] = [0, 0, 1]
        const onReport = (said: SightReport): void => {
          if (said.type === 'people') [entered, left, sure] = [said.in, said.out, said.confidence]
        }
        const sight = new CameraSight({ camera: 'eye', view: 'outside', setup: setups.outside, onReport })
        await learn(film, (at, small) => sight.see(small, at))
        sight.watchVisit(true)
        film.do({ type: 'turn', to: 'unlock' })
        for await (const { at, small } of film.for(1_500)) sight.see(small, at)
        for (const { deed, lasts } of visit(second)) {
          film.do(deed)
          for await (const { at, small } of film.for(lasts)) sight.see(small, at)
        }
        const want = second ? 2 : 1
        if (entered === want && left === want) right += 1
        if (sure >= 0.5) known += 1
      }
      rows.push([
        name,
        second ? 'two, one after the other' : 'one',
        `${right} of ${PASSES}`,
        `${known} of ${PASSES}`,
      ])
    }
  printTable(['people, seen from outside', 'in and out', 'counted rightly', 'said with confidence'], rows)
}

async function leaf(): Promise<void> {
  const rows: string[][] = []
  for (const view of ['outside', 'inside'] as const)
    for (const wide of [true, false])
      for (const [name, weather] of hardest()) {
        const delays: number[] = []
        for (let run = 0; run < RUNS; run += 1) {
          using film = await VirtualFilm.open({
            view,
            rate: 5,
            seed: 200 + run,
            ...(weather ? { weather } : {}),
          })
          let said = 'unknown'
          const onReport = (report: SightReport): void => {
            if (report.type === 'leaf') said = report.says
          }
          const sight = new CameraSight({ camera: 'eye', view, setup: setups[view], onReport })
          sight.tellShut(true)
          await learn(film, (at, small) => sight.see(small, at))
          sight.tellShut(false)
          sight.watchVisit(true)
          for await (const { at, small } of film.for(3_000)) sight.see(small, at)
          const from = film.now
          film.do({ type: 'open', from: 'inside', wide })
          let seen = NaN
          for await (const { at, small } of film.for(8_000)) {
            sight.see(small, at)
            if (said === 'open' && Number.isNaN(seen)) seen = at - from
          }
          delays.push(seen)
        }
        const found = delays.filter((delay) => !Number.isNaN(delay))
        rows.push([
          view,
          wide ? 'open' : 'ajar',
          name,
          `${found.length} of ${delays.length}`,
          figure(median(found) / 1_000),
          figure(quantile(found, 1) / 1_000),
        ])
      }
  printTable(['view', 'the leaf is', 'in', 'said', 'p50 s', 'max s'], rows)
}

async function parcels(): Promise<void> {
  const rows: string[][] = []
  for (const [name, weather] of Object.entries(weathers)) {
    let [appeared, removed, others] = [0, 0, 0]
    const delays: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      using film = await VirtualFilm.open({
        view: 'outside',
        rate: 1,
        seed: 300 + run,
        ...(weather ? { weather } : {}),
      })
      const said: { readonly what: string; readonly at: number }[] = []
      const onReport = (report: SightReport): void => {
        if (report.type === 'parcel') said.push({ what: report.what, at: film.now })
      }
      const sight = new CameraSight({ camera: 'eye', view: 'outside', setup: setups.outside, onReport })
      await learn(film, (at, small) => sight.see(small, at))
      const pass = async (deed: Deed, ms: number): Promise<void> => {
        film.do(deed)
        for await (const { at, small } of film.for(ms)) sight.see(small, at)
      }
      await pass({ type: 'come', who: 'courier' }, 3_000)
      const dropped = film.now
      await pass({ type: 'drop' }, 3_000)
      await pass({ type: 'leave', who: 'courier' }, 14_000)
      const [first] = said
      if (first?.what === 'appeared') {
        appeared += 1
        delays.push(first.at - dropped)
      }
      const before = said.length
      await pass({ type: 'take' }, 12_000)
      if (said[before]?.what === 'removed') removed += 1
      others += Math.max(0, said.length - 2)
    }
    rows.push([
      name,
      `${appeared} of ${RUNS}`,
      figure(median(delays) / 1_000),
      `${removed} of ${RUNS}`,
      String(others),
    ])
  }
  printTable(['parcels before the door', 'set down: seen', 'p50 s', 'taken: seen', 'words too many'], rows)
}

async function proof(): Promise<void> {
  const rows: string[][] = []
  for (const [name, weather] of Object.entries(weathers)) {
    let read = 0
    const costs: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      using film = await VirtualFilm.open({
        view: 'outside',
        rate: 1,
        seed: 400 + run,
        ...(weather ? { weather } : {}),
      })
      const code = String(100_000_000_000_000 + run * 7_919)
      film.scene.showCode(code)
      for await (const { plane } of film.for(2_000)) {
        const from = performance.now()
        if ((await readCode(plane)) === code) read += 1
        costs.push(performance.now() - from)
      }
    }
    rows.push([name, `${read} of ${costs.length}`, figure(median(costs))])
  }
  printTable(['code on a display, 4 points a module', 'pictures read', 'p50 ms'], rows)
}

async function cost(): Promise<void> {
  using film = await VirtualFilm.open({ view: 'outside', rate: 10, seed: 3 })
  const watch = new SceneWatch()
  const sight = new CameraSight({
    camera: 'eye',
    view: 'outside',
    setup: setups.outside,
    onReport: () => undefined,
  })
  sight.tellShut(true)
  const [small, judged]: [number[], number[]] = [[], []]
  sight.watchVisit(true)
  for await (const seen of film.for(quick ? 5_000 : 30_000)) {
    const from = performance.now()
    watch.see(seen.small, seen.at)
    sight.see(seen.small, seen.at)
    judged.push(performance.now() - from)
    small.push(seen.costMs)
  }
  printTable(
    ['cost of one look, 640 × 360', 'p50 ms', 'p95 ms'],
    [
      ['made small, in the decoding thread', figure(median(small)), figure(quantile(small, 0.95))],
      ['judged, in the engine', figure(median(judged)), figure(quantile(judged, 0.95))],
    ],
  )
}

await faults()
await calm()
await leaf()
await people()
await parcels()
await proof()
await cost()
closeBench()
