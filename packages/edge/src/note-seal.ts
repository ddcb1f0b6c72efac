// The edge signs each thing it noted by itself, so that a line of the journal can be shown to be the edge's own word.
import type { EdgeNote } from '@portico/plugin-api'
import type { Sign, Verify } from './frame.ts'
import type { SignedNote } from './words.ts'

const DOMAIN = 'portico-edge-note-v1\n'
const encoder = new TextEncoder()

function bytesOf(edge: string, { at, note }: EdgeNote): Uint8Array {
  const said =
    note.type === 'alarm' ? [note.type, note.why, note.op, note.silentForMs] : [note.type, note.contact]
  return encoder.encode(DOMAIN + JSON.stringify([edge, at, ...said]))
}

export const signNote = (edge: string, { at, note }: EdgeNote, sign: Sign): SignedNote => ({
  at,
  note,
  sig: sign(bytesOf(edge, { at, note })),
})

export const isOwnNote = (edge: string, note: SignedNote, verify: Verify): boolean =>
  verify(bytesOf(edge, note), note.sig)
