// The evidence file of one visit: its lines from the journal, its photo and film from the media folder.
import { evidenceFile } from '@portico/evidence/seal'
import { mediaFile } from './media-file.ts'
import { type ReadLines, sessionLines } from './session-lines.ts'

export interface EvidencePlace {
  readonly read: ReadLines
  readonly mediaFolder: string
}

/** @throws HubError `HUB_EVIDENCE_*` while it is read */
export const visitEvidence = (
  { read, mediaFolder }: EvidencePlace,
  session: string,
): AsyncGenerator<Uint8Array> =>
  evidenceFile({
    session,
    lines: sessionLines(read, session),
    media: async ({ data }) => (typeof data.file === 'string' ? mediaFile(mediaFolder, data.file) : null),
  })
