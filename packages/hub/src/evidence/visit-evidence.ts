// The evidence file of one visit: its lines from the journal, its photo and film from the media folder.
import { evidenceFile } from '@portico/evidence/seal'
import { type MediaPlace, mediaFile } from './media-file.ts'
import { checkerPage } from '../pages/built-pages.ts'
import { type ReadLines, sessionLines } from './session-lines.ts'

export interface EvidencePlace {
  readonly read: ReadLines
  readonly media: MediaPlace
}

/** @throws HubError `HUB_EVIDENCE_*` while it is read */
export const visitEvidence = ({ read, media }: EvidencePlace, session: string): AsyncGenerator<Uint8Array> =>
  evidenceFile({
    session,
    lines: sessionLines(read, session),
    checker: checkerPage(),
    media: async ({ data }) => (typeof data.file === 'string' ? mediaFile(media, data.file) : null),
  })
