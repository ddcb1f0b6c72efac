// The page's own players in a page without anything else: when the first picture was there, and how old each one was
// when it was shown.
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'

export type Way = 'stream' | 'direct'

export interface Played {
  /** From the order to the first picture painted, ms; null: none came. */
  readonly painted: number | null
  /** The same to the first one whose age is known. */
  readonly dated: number | null
  /** Ms from capture to the screen, of every picture whose age is known. */
  readonly ages: readonly number[]
}

const live = resolve(import.meta.dirname, '../../packages/web/src/live')
const ENTRY = 'live-page-entry'

const entry = `
import { LiveVideo } from '${live}/live-video.ts'
import { DirectVideo } from '${live}/direct-video.ts'
import { instant } from '${live}/hub-clock.ts'
const requests = { face: null, ask: (path, init) => fetch(path, init) }
globalThis.playLive = (way, camera, forMs) => new Promise((resolve) => {
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true })
  document.body.append(video)
  const began = performance.now()
  const played = { painted: null, dated: null, ages: [] }
  video.requestVideoFrameCallback(() => { played.painted = performance.now() - began })
  const onShown = (captured) => {
    played.dated ??= performance.now() - began
    played.ages.push(instant() - captured)
  }
  const onEnd = () => {}
  const player = way === 'stream'
    ? new LiveVideo({ camera, face: null, video, onShown, onEnd })
    : new DirectVideo({ camera, requests, video, onShown, onEnd })
  setTimeout(() => {
    player[Symbol.dispose]()
    video.remove()
    resolve(played)
  }, forMs)
})
`

/** The script of the players, as one text. */
export async function bundlePlayers(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@portico/source', 'module', 'browser', 'development|production'] },
    plugins: [
      {
        name: 'live-page',
        resolveId: (id) => (id.endsWith(ENTRY) ? ENTRY : null),
        load: (id) => (id === ENTRY ? entry : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: ENTRY, formats: ['iife'], name: 'livePage' },
    },
  })
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const chunk = outputs.find((output) => output.type === 'chunk')
  if (!chunk) throw new Error('nothing was built')
  return chunk.code
}

/** Plays for so long in a page that has the script. */
export const play = (page: Page, way: Way, forMs: number): Promise<Played> =>
  page.evaluate(
    ([which, ms]) => {
      // cast: the script put it there
      const { playLive } = globalThis as unknown as {
        readonly playLive: (way: string, camera: string, forMs: number) => Promise<Played>
      }
      return playLive(which, 'porch', ms)
    },
    [way, forMs] as const,
  )
