// Notifications as they come: topics with any prefix, values in any of the words that makers use, several in one answer.
// Times in them are not believed: some say year 0000, others the time of another zone.
import { type XmlNode, childrenOf, find } from '../soap/xml.ts'
import { type Meaning, topics } from './topics.data.ts'

export interface OnvifMessage {
  readonly topic: string
  readonly meaning: Meaning
  /** Which lens or input; empty where it does not say. */
  readonly source: string
  /** `initial`: how it stood when we subscribed, which is no news. */
  readonly is: 'news' | 'initial'
  readonly on: boolean
}

/** One answer never holds more that we asked for. */
const MESSAGES_MAX = 100

const yes: ReadonlySet<string> = new Set(['true', '1', 'active', 'on'])
const no: ReadonlySet<string> = new Set(['false', '0', 'inactive', 'off'])

/** What is understood of an answer to `PullMessages`. */
export function readMessages(answer: XmlNode): readonly OnvifMessage[] {
  return childrenOf(answer, 'NotificationMessage')
    .slice(0, MESSAGES_MAX)
    .flatMap((notification) => readOne(notification) ?? [])
}

function readOne(notification: XmlNode): OnvifMessage | null {
  const topic = plainTopic(find(notification, 'Topic')?.text ?? '')
  const meaning = topics.find(([known]) => matches(known, topic))?.[1]
  const message = find(notification, 'Message', 'Message')
  if (meaning === undefined || !message) return null
  const operation = message.attributes.get('PropertyOperation') ?? 'Changed'
  const on = valueOf(find(message, 'Data'))
  if (on === null || operation === 'Deleted') return null
  const source = childrenOf(find(message, 'Source'), 'SimpleItem')
    .map((item) => item.attributes.get('Value') ?? '')
    .join(' ')
  return { topic, meaning, source, is: operation === 'Initialized' ? 'initial' : 'news', on }
}

/** `tns1:RuleEngine/tnshik:AlarmIn` → `RuleEngine/AlarmIn`. */
const plainTopic = (text: string): string =>
  text
    .trim()
    .split('/')
    .map((part) => part.replace(/^.*:/, ''))
    .join('/')

function matches(known: string, topic: string): boolean {
  const [wanted, parts] = [known.split('/'), topic.split('/')]
  return wanted.length === parts.length && wanted.every((part, at) => part === '*' || part === parts[at])
}

/** The first value that says yes or no, whatever its name is. */
function valueOf(given: XmlNode | null): boolean | null {
  for (const item of childrenOf(given, 'SimpleItem')) {
    const word = (item.attributes.get('Value') ?? '').trim().toLowerCase()
    if (yes.has(word)) return true
    if (no.has(word)) return false
  }
  return null
}
