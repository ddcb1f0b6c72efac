// Programs that are let in as faces, and what an owner allows them.
import type { FaceKind, FaceRight } from '@portico/protocol'
import { expect } from 'vitest'
import type { TestHub } from './test-hub.ts'

export interface LetIn {
  readonly id: string
  readonly token: string
  readonly headers: { readonly authorization: string }
}

/** By the code of an owner, of another one when none is named. */
export async function letIn(
  hub: TestHub,
  kind: FaceKind = 'mqtt',
  owner?: Record<string, string>,
): Promise<LetIn> {
  const headers = owner ?? (await hub.owner())
  const { body } = await hub.ask('POST /api/v1/faces/code', { headers })
  const claim = { code: body.code, kind, name: ' Home Assistant ' }
  const claimed = await hub.ask('POST /api/v1/faces/claim', { body: claim })
  expect([claimed.status, claimed.body.face.name]).toEqual([201, 'Home Assistant'])
  const { token, face } = claimed.body
  return { id: face.id, token, headers: { authorization: `Bearer ${token}` } }
}

export interface Allowed {
  readonly rights: readonly FaceRight[]
  /** All when absent. */
  readonly doors?: readonly string[]
}

/** With the code from the console. */
export async function allow(hub: TestHub, id: string, { rights, doors }: Allowed): Promise<void> {
  const { code } = await hub.hub.ruleCodes.mint()
  const body = { rights, doors: doors ?? null, code }
  const answer = await hub.ask(`POST /api/v1/faces/${id}/rights`, { headers: await hub.owner(), body })
  expect([answer.status, answer.body.rights]).toEqual([200, rights])
}
