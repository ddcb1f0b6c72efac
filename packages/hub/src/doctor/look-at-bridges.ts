// Whether the bridges to other apps run. Only a running hub knows.
import type { BridgeStatus } from '@portico/protocol'
import { type Finding, bad, good, warning } from './finding.ts'

export interface BridgeRow {
  readonly name: string
  readonly status: BridgeStatus
}

/** `bridges`: null when no hub runs. */
export const lookAtBridges = (bridges: readonly BridgeRow[] | null): readonly Finding[] =>
  (bridges ?? []).map(({ name, status: { state, words } }) => {
    const about = `bridge ${name}`
    const more = words === null ? '' : `: ${words}`
    switch (state) {
      case 'running':
        return good(about, `runs${more}`)
      case 'installing':
        return warning(about, `is being installed${more}`, null)
      case 'starting':
        return warning(about, 'starts just now', null)
      case 'waiting':
        return warning(about, `waits${more}`, 'House → Faces shows what for')
      case 'failed':
        return bad(
          about,
          `does not run${more}`,
          `it is tried again by itself; the lines of the log with "bridge":"${name}" tell more`,
        )
    }
  })
