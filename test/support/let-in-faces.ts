// Programs that an owner lets in as faces of a real hub, what he allows them, and PINs of the home.
import { FaceClient } from '@portico/client'
import type { FaceCodeReply, FaceKind, FaceRight, FaceView, PinReply } from '@portico/protocol'
import type { Visit } from './visit.ts'

export interface LetInFace {
  readonly id: string
  readonly token: string
  readonly client: FaceClient
}

async function answerOf<Answer>(asked: Promise<Response>): Promise<Answer> {
  const answer = await asked
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  // cast: the hub answers with its own schema
  return (await answer.json()) as Answer
}

export async function letFaceIn({ hub, owner }: Visit, kind: FaceKind): Promise<LetInFace> {
  const { code } = await answerOf<FaceCodeReply>(owner.post('/api/v1/faces/code'))
  const { token, face } = await FaceClient.claim(hub.url, { code, kind, name: `A program of ${kind}` })
  return { id: face.id, token, client: new FaceClient(hub.url, token) }
}

/** With the code from the console. */
export async function allowFace(
  { hub, owner }: Visit,
  id: string,
  rights: readonly FaceRight[],
): Promise<FaceView> {
  const { code } = await hub.ask({ type: 'rules-code' })
  return answerOf(owner.post(`/api/v1/faces/${id}/rights`, { rights, doors: null, code }))
}

/** Six digits that the hub chose, good always and everywhere. */
export async function newPin({ hub, owner }: Visit): Promise<string> {
  const { code } = await hub.ask({ type: 'rules-code' })
  const order = { name: 'Guest', person: null, doors: null, hours: null, until: null, code }
  const { pin } = await answerOf<PinReply>(owner.post('/api/v1/pins', order))
  if (pin === null) throw new Error('no PIN was chosen')
  return pin
}
