// The devices as the running hub knows them. Only a running hub knows them at all.
import type { StatusAnswer } from '../control/desk-messages.ts'
import { type Finding, bad, good, warning } from './finding.ts'

/** A picture older than this is none of now, ms. */
const PICTURE_AGE_MAX_MS = 2_000

export function lookAtHouse(running: StatusAnswer | null): readonly Finding[] {
  if (running === null)
    return [warning('cameras', 'no hub runs, so nobody asks them', 'start the hub, then ask again')]
  const { ready, reasons, degraded, pid } = running
  const hub = ready
    ? good('hub', `ready, process ${pid}`)
    : bad('hub', `process ${pid} is not ready`, reasons.join('; '))
  return [
    hub,
    ...degraded.map((what) => warning('house', what, null)),
    ...running.cameras.map(({ id, state, ageMs }) => lookAtCamera(id, state, ageMs)),
  ]
}

function lookAtCamera(id: string, state: string, ageMs: number | null): Finding {
  const about = `camera ${id}`
  if (state === 'stills') return good(about, 'gives single pictures; when they were taken is not known')
  if (state !== 'live')
    return bad(about, `it is ${state}`, 'check its power, its network and its address in the settings')
  if (ageMs === null || ageMs > PICTURE_AGE_MAX_MS)
    return bad(about, `its newest picture is ${ageMs ?? 'of unknown age'} ms old`, 'check its network')
  return good(about, `live, its newest picture ${Math.round(ageMs)} ms old`)
}
