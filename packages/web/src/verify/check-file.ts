// One check of one file in this browser: how far it has come, what came of it, and what the lines tell of the visit.
// Nothing leaves the browser.
import {
  type JudgeOptions,
  type OutsideKnowledge,
  type Verdict,
  verifyEvidenceFile,
  verifyExport,
} from '@portico/evidence/verify'
import { signal } from '@preact/signals'
import { type Told, VisitStory } from './visit-story.ts'

export type CheckState =
  | { readonly state: 'none' }
  | {
      readonly state: 'checking'
      readonly name: string
      readonly records: number
      /** null: not known yet. */
      readonly of: number | null
    }
  | {
      readonly state: 'done'
      readonly file: File
      readonly outside: OutsideKnowledge
      readonly verdict: Verdict
      readonly told: readonly Told[]
    }
  | { readonly state: 'failed'; readonly name: string; readonly words: string }

export class FileCheck {
  readonly state = signal<CheckState>({ state: 'none' })
  /** Of several checks the newest counts. */
  #newest = 0

  async check(file: File, outside: OutsideKnowledge): Promise<void> {
    this.#newest += 1
    const mine = this.#newest
    const show = (state: CheckState): void => {
      if (mine === this.#newest) this.state.value = state
    }
    show({ state: 'checking', name: file.name, records: 0, of: null })
    const story = new VisitStory()
    const options: JudgeOptions = {
      outside,
      onLine: (line) => story.take(line),
      onProgress: (records, of) => show({ state: 'checking', name: file.name, records, of }),
    }
    try {
      const verdict = await judge(file, options)
      show({ state: 'done', file, outside, verdict, told: story.told })
    } catch (error) {
      const words = error instanceof Error ? error.message : 'the browser does not give it'
      show({ state: 'failed', name: file.name, words })
    }
  }
}

async function judge(file: File, options: JudgeOptions): Promise<Verdict> {
  const verdict = await verifyEvidenceFile(piecesOf(file), options)
  return verdict.verdict === 'not-evidence' && verdict.why === 'another-file'
    ? await verifyExport(piecesOf(file), options)
    : verdict
}

/** The page is drawn between two pieces. */
const PIECE_BYTES = 512 * 1024

async function* piecesOf(file: File): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    yield new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer())
    await new Promise((resolve) => setTimeout(resolve))
  }
}
