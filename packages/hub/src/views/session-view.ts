// A visit as the owner sees it, and what he is asked about it: with what is not proved (threats G18).
import {
  type DoorState,
  type Instant,
  type Pass,
  type Session,
  type WallTime,
  confirmationState,
  modeWithin,
  passStateOf,
} from '@portico/core'
import {
  type AskView,
  type ConfirmationView,
  type FallbackView,
  type PassView,
  type RulingView,
  type SessionView,
  alarmWords,
  confirmationWords,
  doubtWords,
  offeredWords,
  refusalWords,
  skippedWords,
  type unprovedFacts,
  unprovedWords,
} from '@portico/protocol'
import type { CameraProof, FilmCamera } from '@portico/ports'
import type { Visit } from '@portico/runtime'
import { countdownOf } from './countdown.ts'
import { ownerWords } from './words.ts'

export interface SessionFacts {
  readonly visit: Visit
  readonly passes: readonly Pass[]
  /** The door of the visit; null when the settings know it no more. */
  readonly door: DoorState | null
  readonly cameras: readonly FilmCamera[]
  readonly proofOf: (camera: string) => CameraProof
  readonly now: Instant
  readonly wall: WallTime
  readonly simulated: boolean
  readonly ruling: RulingView | null
}

type UnprovedFact = (typeof unprovedFacts)[number]

/** Who stands outside is seen from outside; indoor cameras show nothing before the owner has agreed. */
export const cameraToShow = (cameras: readonly FilmCamera[]): FilmCamera | null =>
  cameras.find(({ view }) => view === 'outside') ?? cameras.find(({ witness }) => witness) ?? null

function unprovedOf({ visit, cameras, proofOf }: SessionFacts): readonly UnprovedFact[] {
  const facts: UnprovedFact[] = []
  if (visit.channel !== 'carrier-driver') facts.push('COURIER_UNPROVED')
  if (visit.claim === 'none') facts.push('PARCEL_UNCLAIMED')
  if (visit.channel !== 'carrier-driver' && visit.channel !== 'carrier-signed') facts.push('CARRIER_UNSIGNED')
  const witness = cameras.find((camera) => camera.witness)
  if (!witness || proofOf(witness.id) === 'none') facts.push('PICTURE_UNPROVED')
  return facts
}

/** What is asked of the people of the house now; null: nothing. */
export function askedOf({
  visit,
  door,
  cameras,
  now,
}: Pick<SessionFacts, 'visit' | 'door' | 'cameras' | 'now'>): Omit<AskView, 'unproved'> | null {
  const session: Session | null = door?.session ?? null
  if (!door || session?.sid !== visit.id || session.phase !== 'authorising') return null
  return {
    try: session.tries,
    untilMs: Math.max(0, session.since + door.settings.timers.approve - now),
    camera: cameraToShow(cameras)?.id ?? '',
  }
}

function askOf(facts: SessionFacts): AskView | null {
  const asked = askedOf(facts)
  return (
    asked && {
      ...asked,
      unproved: unprovedOf(facts).map((code) => ({ code, words: unprovedWords[code] })),
    }
  )
}

function fallbackOf({ offer }: Visit): FallbackView | null {
  if (!offer) return null
  const { offered, code, skipped, wall } = offer
  return {
    offered,
    words: offeredWords[offered],
    code,
    why: ownerWords({ code }),
    skipped: skipped.map(({ rung, why }) => ({ rung, why, words: skippedWords[why] })),
    at: wall,
  }
}

function confirmationOf({ confirmation }: Visit): ConfirmationView | null {
  if (!confirmation) return null
  const state = confirmationState(confirmation)
  return {
    state,
    by: confirmation.by,
    words: confirmationWords[state],
    doubts: confirmation.doubts.map(({ why, wall }) => ({ why, words: doubtWords[why], at: wall })),
  }
}

const passView = (pass: Pass, now: WallTime): PassView => ({
  id: pass.id,
  state: passStateOf(pass, now),
  from: pass.from,
  to: pass.to,
  minted: pass.minted,
  bound: pass.phone !== null,
})

export function sessionView(facts: SessionFacts): SessionView {
  const { visit, simulated } = facts
  const { id, photo, film } = visit
  const address = `/api/v1/sessions/${id}`
  return {
    id,
    door: visit.door,
    source: visit.source,
    parcels: [...visit.parcels],
    state: visit.state,
    phase: visit.phase,
    mode: modeWithin(visit.mode, visit.ceiling) ?? 'owner',
    ceiling: visit.ceiling,
    claim: visit.claim,
    channel: visit.channel,
    window: { from: visit.from, to: visit.to, real: visit.realWindow },
    tries: visit.tries,
    steps: visit.steps.map(({ rung, wall }) => ({ rung, at: wall })),
    refusals: visit.refusals.map((refusal) => ({
      code: refusal.code,
      words: ownerWords(refusal),
      next: refusalWords[refusal.code].next,
      at: refusal.wall,
    })),
    fallback: fallbackOf(visit),
    ruling: facts.ruling,
    passes: facts.passes.map((pass) => passView(pass, facts.wall)),
    alarms: visit.alarms.map(({ kind, wall }) => ({ kind, words: alarmWords[kind].owner, at: wall })),
    ask: askOf(facts),
    countdown: countdownOf(facts.door, id, facts.now),
    approvedBy: visit.approvedBy,
    deniedBy: visit.deniedBy,
    photo: photo && {
      camera: photo.camera,
      sha256: photo.sha256,
      bytes: photo.bytes,
      url: `${address}/photo`,
    },
    film: film.map(({ camera, segment, sha256, bytes, seconds, from, to }) => ({
      camera,
      sha256,
      bytes,
      seconds,
      from,
      to,
      url: `${address}/film/${camera}/${segment}`,
    })),
    outcome: visit.outcome,
    confirmation: confirmationOf(visit),
    created: visit.created,
    closed: visit.closed,
    simulated,
  }
}
