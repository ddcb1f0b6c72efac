// Whether news of parcels reach this home, and by which way: pushed by carriers, or asked for.
import type { SourceView, SourcesView } from '@portico/protocol'
import { type Finding, bad, good, warning } from './finding.ts'

const HOUR_MS = 60 * 60 * 1000

/** `sources`: null when no hub runs on this data. */
export function lookAtSources(sources: SourcesView | null, wall: number): readonly Finding[] {
  if (sources === null) return [warning('news of parcels', 'not tried', 'start the hub, then ask again')]
  if (sources.sources.length === 0)
    return [warning('news of parcels', 'no source is on', 'add one under carriers in the settings')]
  const found = sources.sources.flatMap((source) => [
    ...lookAtPush(source, sources.publicUrl, wall),
    ...lookAtAsking(source, wall),
  ])
  return [...found, wholeOf(sources)]
}

const ago = (at: number, wall: number): string => {
  const hours = Math.max(0, (wall - at) / HOUR_MS)
  return hours < 1
    ? 'within the last hour'
    : hours < 48
      ? `${Math.round(hours)} h ago`
      : `${Math.round(hours / 24)} days ago`
}

function lookAtPush(
  { id, name, pushed }: SourceView,
  publicUrl: string | null,
  wall: number,
): readonly Finding[] {
  const about = `push ${id}`
  const { last, took, refused, hasDrifted, from, confirmation, hook } = pushed
  if (hasDrifted)
    return [
      bad(
        about,
        `${took} messages in a week and none was understood: ${name} has changed their form`,
        'look for a newer Portico, or report it with portico parse',
      ),
    ]
  if (confirmation === 'needs-key')
    return [
      bad(about, `${name} waits for its subscription to be confirmed`, 'type its key at House, Sources'),
    ]
  if (last !== null) {
    const more = refused > 0 ? `; ${refused} were refused this week` : ''
    return [good(about, `last heard ${ago(last, wall)}${more}`)]
  }
  if (refused > 0)
    return [
      bad(
        about,
        `${refused} messages were refused this week and none was believed`,
        `the secret at ${name} is another one than here: House, Sources`,
      ),
    ]
  // Where nobody can push, and nobody was told to, silence is no news.
  if (publicUrl === null || from === 'generated') return []
  const words = hook === 'entered' ? 'entered there; nothing was heard yet' : 'nothing was heard yet'
  return [warning(about, words, null)]
}

function lookAtAsking({ id, name, asked }: SourceView, wall: number): readonly Finding[] {
  const about = `asking ${id}`
  if (asked === null || !asked.tells) return []
  const { state, asks, asksPerDay, followed, good: at, fault, pausedUntil } = asked
  const spent = `${asks} of ${asksPerDay} questions today, ${followed} parcels followed`
  switch (state) {
    case 'off':
    case 'no-key':
      return []
    case 'unknown':
      return [warning(about, `there is a key, and ${name} was not asked yet`, null)]
    case 'accepted':
      return [
        asks >= asksPerDay
          ? warning(
              about,
              `the questions of today are used up (${asksPerDay})`,
              'they begin anew at midnight UTC',
            )
          : good(about, `the key is taken, ${at === null ? '' : `asked ${ago(at, wall)}, `}${spent}`),
      ]
    case 'refused':
      return [bad(about, `${name} does not take the key`, 'type it again at House, Sources')]
    case 'paused': {
      const until = pausedUntil === null ? '' : ` until ${new Date(pausedUntil).toISOString()}`
      return [warning(about, `left alone${until}: ${fault?.why ?? 'it failed'}`, null)]
    }
  }
}

/** One way is enough; none is a home that hears of no parcel. */
function wholeOf({ sources, publicUrl }: SourcesView): Finding {
  const about = 'news of parcels'
  const asked = sources.filter(({ asked: asking }) => asking?.tells && asking.state === 'accepted')
  const heard = sources.filter(({ pushed }) => pushed.last !== null)
  if (heard.length > 0 || asked.length > 0)
    return good(about, `${heard.length} sources push, ${asked.length} are asked`)
  const keyed = sources.some(
    ({ asked: asking }) => asking?.tells && asking.state !== 'no-key' && asking.state !== 'off',
  )
  if (keyed) return warning(about, 'nothing was heard yet; services are asked', null)
  return publicUrl === null
    ? warning(
        about,
        'nobody outside reaches this home and nobody is asked: parcels are known only when people name them',
        'type the key of a tracking service at House, Sources, or name network.publicUrl',
      )
    : warning(about, 'nothing was heard yet', 'let a source send a test message: House, Sources, Test now')
}
