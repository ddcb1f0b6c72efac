// What came as a view of doors, before anything of it is shown: what this page cannot read is a failure that is said,
// and never half a door.
import { ClientError } from '@portico/client'
import type { DoorView, WallView } from '@portico/protocol'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isWitness = (value: unknown): boolean =>
  isObject(value) && typeof value['word'] === 'string' && typeof value['ageMs'] !== 'undefined'

const states: ReadonlySet<unknown> = new Set<DoorView['state']>([
  'locked-proved',
  'locked-claimed',
  'unlocked',
  'open',
  'moving',
  'unknown',
  'jammed',
])

const isDoor = (value: unknown): value is DoorView =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  states.has(value['state']) &&
  isWitness(value['bolt']) &&
  isWitness(value['contact']) &&
  Array.isArray(value['cameras']) &&
  Array.isArray(value['alarms'])

const unreadable = (what: string): ClientError =>
  new ClientError(
    { code: 'CLIENT_ANSWER', message: `${what} came in a way that this page cannot read` },
    null,
  )

/** @throws ClientError `CLIENT_ANSWER` */
export function readDoors(answer: unknown): readonly DoorView[] {
  if (!Array.isArray(answer) || !answer.every(isDoor)) throw unreadable('The doors')
  return answer
}

/** @throws ClientError `CLIENT_ANSWER` */
export function readList<Row>(answer: readonly Row[], what: string): readonly Row[] {
  if (!Array.isArray(answer) || answer.some((row) => !isObject(row))) throw unreadable(what)
  return answer
}

/** @throws ClientError `CLIENT_ANSWER` */
export function readWall(answer: WallView): WallView {
  if (!isObject(answer) || !Array.isArray(answer.visits)) throw unreadable('The house')
  readDoors(answer.doors)
  return answer
}
