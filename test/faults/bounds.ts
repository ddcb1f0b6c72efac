// The bounds of facts-security.md, measured on what happened: the journal of the hub and the truth of the house, on one
// clock.
import type { JournalLine } from '@portico/core'
import type { Sample } from './truth-watch.ts'

export interface Silence {
  /** The hub was killed or stopped, and came back. */
  readonly from: number
  readonly to: number
}

export interface Story {
  readonly lines: readonly JournalLine[]
  readonly samples: readonly Sample[]
  /** Starts of the hub. */
  readonly starts: readonly number[]
  readonly silences: readonly Silence[]
}

export interface Bound {
  readonly name: string
  readonly limitMs: number
  /** Longest that was seen; null: it never came to that. */
  readonly worstMs: number | null
  readonly times: number
}

interface Span {
  readonly from: number
  readonly to: number
}

const worst = (name: string, limitMs: number, seen: readonly number[]): Bound => ({
  name,
  limitMs,
  worstMs: seen.length === 0 ? null : Math.max(...seen),
  times: seen.length,
})

/** From the raising of an alarm to its end; one that no line ends stands to the last. */
function alarmSpans(lines: readonly JournalLine[]): readonly Span[] {
  const ended = new Map(
    lines.filter(({ type }) => type === 'AlarmEnded').map(({ data, mono }) => [data['alarm'], mono]),
  )
  return lines
    .filter(({ type }) => type === 'AlarmRaised')
    .map(({ data, mono }) => ({ from: mono, to: ended.get(data['alarm']) ?? Number.POSITIVE_INFINITY }))
}

/** Of each time in which the door was not shut and locked and nobody was alarmed. */
function unalarmed({ lines, samples }: Story): readonly number[] {
  const alarms = alarmSpans(lines)
  const isAlarmed = ({ at, siren }: Sample): boolean =>
    siren || alarms.some(({ from, to }) => from <= at && at <= to)
  const spans: number[] = []
  let began: number | null = null
  for (const sample of samples) {
    const isBad = !sample.isLocked && !isAlarmed(sample)
    if (isBad) began ??= sample.at
    if (began !== null) {
      if (isBad && sample !== samples.at(-1)) continue
      spans.push(sample.at - began)
      began = null
    }
  }
  return spans
}

/** A start that was killed before the door was safe does not count: the next one does. */
function startToSafe({ lines, samples, starts }: Story): readonly number[] {
  const alarms = lines.filter(({ type }) => type === 'AlarmRaised' || type === 'AlarmRepeated')
  return starts.flatMap((start, at) => {
    const end = starts[at + 1] ?? Number.POSITIVE_INFINITY
    const safe = samples.find((sample) => sample.at >= start && (sample.isLocked || sample.siren))?.at
    const alarm = alarms.find(({ mono }) => mono >= start)?.mono
    const first = Math.min(safe ?? Number.POSITIVE_INFINITY, alarm ?? Number.POSITIVE_INFINITY)
    return first < end ? [first - start] : []
  })
}

const settles = new Set(['DoorSecured', 'DoorReopened', 'OwnerTookOver', 'AlarmRaised', 'HubRestarted'])

/** A restart begins a new relock, and counts anew. */
function relockToAlarm({ lines }: Story): readonly number[] {
  const alarms = alarmSpans(lines)
  return lines.flatMap((line, at) => {
    if (line.type !== 'RelockStarted') return []
    if (alarms.some(({ from, to }) => from <= line.mono && line.mono <= to)) return []
    const end = lines.slice(at + 1).find(({ type }) => settles.has(type))
    return end === undefined || end.type === 'HubRestarted' ? [] : [end.mono - line.mono]
  })
}

/**
 * From the newest durable picture to the alarm, while the door stood open. A hub that is stopped alarms nobody: its time
 * does not count here, for then the edge watches, with the bound below.
 */
function cameraToAlarm({ lines, silences }: Story): readonly number[] {
  return lines.flatMap((line, at) => {
    if (line.type !== 'AlarmRaised' || line.data['kind'] !== 'CAMERA_LOST_OPEN') return []
    const before = lines.slice(0, at)
    const start = before.findLastIndex(({ type }) => type === 'HubRestarted' || type === 'HubStarted')
    const picture = before
      .slice(start)
      .findLast(
        ({ type, data }) => type === 'FrameStored' && data['durable'] === true && data['changed'] === true,
      )
    if (picture === undefined) return []
    const captured = Number(picture.data['captured'])
    return [line.mono - captured - stoppedBetween(silences, { from: captured, to: line.mono })]
  })
}

const stoppedBetween = (silences: readonly Silence[], { from, to }: Span): number =>
  silences.reduce((sum, each) => sum + Math.max(0, Math.min(to, each.to) - Math.max(from, each.from)), 0)

/** A hub that fell silent while the edge watched: until the siren. Shorter silences say nothing. */
function silentToSiren({ samples, silences }: Story): readonly number[] {
  return silences.flatMap(({ from, to }) => {
    const atDeath = samples.findLast(({ at }) => at <= from)
    if (atDeath?.isWatched !== true || atDeath.siren) return []
    const siren = samples.find(({ at, siren: sounds }) => at > from && at < to && sounds)
    return siren ? [siren.at - from] : to - from > 15_500 ? [to - from] : []
  })
}

const sends = ({ lines }: Story): readonly JournalLine[] =>
  lines.filter(
    ({ type, data }) => type === 'EffectSent' && data['effect'] === 'UnlockDoor' && data['frames'] !== null,
  )

export function boundsOf(stories: readonly Story[]): readonly Bound[] {
  const all = (measure: (story: Story) => readonly number[]): readonly number[] => stories.flatMap(measure)
  return [
    worst('door insecure with no alarm', 288_000, all(unalarmed)),
    worst('restart → locked or alarmed', 60_000, all(startToSafe)),
    worst('relock unconfirmed → proved or alarmed', 20_000, all(relockToAlarm)),
    worst('camera lost while open → alarm', 3_500, all(cameraToAlarm)),
    worst('hub silent → the edge sounds', 15_000, all(silentToSiren)),
    worst(
      'newest durable picture at an unlock',
      1_500,
      all((story) => sends(story).map(({ data }) => Number(data['frameAge']))),
    ),
  ]
}

/** Fewest durable pictures with which an unlock left; null: none left. */
export function fewestPictures(stories: readonly Story[]): number | null {
  const counts = stories.flatMap((story) => sends(story).map(({ data }) => Number(data['frames'])))
  return counts.length === 0 ? null : Math.min(...counts)
}

export const PICTURES_MIN = 3

/** Bounds that did not hold, in words. */
export function brokenBounds(stories: readonly Story[]): readonly string[] {
  const late = boundsOf(stories).flatMap(({ name, limitMs, worstMs }) =>
    worstMs !== null && worstMs > limitMs ? [`${name}: ${worstMs} ms, over ${limitMs}`] : [],
  )
  const fewest = fewestPictures(stories)
  return fewest !== null && fewest < PICTURES_MIN
    ? [...late, `unlocked with ${fewest} durable pictures`]
    : late
}

/** What the house saw that no journal may leave unsaid: an unlock twice, or one that was never written. */
export function unlockFindings({ lines, samples }: Story): readonly string[] {
  const arrived = samples.at(-1)?.unlocks ?? []
  const marked = new Set(
    lines
      .filter(({ type, data }) => type === 'EffectStarted' && data['effect'] === 'UnlockDoor')
      .map(({ data }) => data['op']),
  )
  return [
    ...(new Set(arrived).size < arrived.length ? [`an op came to the lock twice: ${arrived.join(' ')}`] : []),
    ...arrived.filter((op) => !marked.has(op)).map((op) => `unlock ${op} was never written`),
  ]
}
