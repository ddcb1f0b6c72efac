// What a person is shown of a source of news: how it proves itself, when it was heard, what to do there. No secret.
import type { SourceView, SourcesView } from '@portico/protocol'
import type { Source } from '../people/source.ts'
import { spentOn } from '../sources/ask-plan.ts'
import { hookAddress } from '../sources/keep-hook.ts'
import type { SourcesReach } from '../sources/sources-reach.ts'

export interface SourcesShown {
  readonly sources: ReadonlyMap<string, Source>
  readonly reach: SourcesReach
  readonly now: number
}

export function sourcesView({ sources, reach, now }: SourcesShown): SourcesView {
  return {
    sources: [...sources.values()].map((source) => sourceView(source, reach, now)),
    off: reach.carriers.filter(({ id }) => !sources.has(id)).map(({ id, name }) => ({ id, name })),
    publicUrl: reach.publicUrl,
  }
}

export function sourceView(source: Source, reach: SourcesReach, now: number): SourceView {
  const { id, name } = source.carrier
  return {
    id,
    name,
    steps: stepsOf(source, reach),
    pushed: pushedView(source, reach),
    asked: askedView(source, reach, now),
  }
}

function pushedView(source: Source, reach: SourcesReach): SourceView['pushed'] {
  const { id, publicKeys, secretBy, confirms } = source.carrier
  const { last, took, notUnderstood, refused, hasDrifted } = reach.diary.tallyOf(id)
  return {
    from: source.rotating.from,
    olderUntil: source.rotating.olderUntil,
    secretBy: publicKeys ? 'nobody' : (secretBy ?? 'us'),
    hook: hookState(source, reach),
    last,
    took,
    notUnderstood,
    refused,
    hasDrifted,
    confirmation: confirms ? (reach.confirmerOf(id)?.state ?? 'nothing') : null,
  }
}

function hookState({ carrier: { id }, key }: Source, reach: SourcesReach): SourceView['pushed']['hook'] {
  if (reach.publicUrl === null) return 'unreachable'
  const service = reach.reachOf(id)
  if (!service?.client.hooks || key.from === 'missing') return 'by-hand'
  return service.line.state.hook ? 'entered' : 'waits'
}

function askedView({ carrier, key }: Source, reach: SourcesReach, now: number): SourceView['asked'] {
  const client = reach.clientOf(carrier.id)
  const secret = { from: key.from, olderUntil: key.olderUntil }
  if (!client) return carrier.confirms ? confirmedView(carrier.confirms.keyWords, secret) : null
  const service = reach.reachOf(carrier.id)
  const { keyWords, asksPerDay, ask } = client
  const plain = { ...secret, keyWords, asksPerDay, tells: ask !== undefined }
  if (!service)
    return { ...plain, state: 'off', asks: 0, followed: 0, good: null, fault: null, pausedUntil: null }
  const { state, pausedUntil } = service.line
  return {
    ...plain,
    state: key.from === 'missing' ? 'no-key' : stateOf(state.key, pausedUntil),
    asks: spentOn(state.spent, now).asks,
    followed: state.turns.filter(([, { following }]) => following === 'yes').length,
    good: state.good,
    fault: state.fault,
    pausedUntil,
  }
}

type AskedView = NonNullable<SourceView['asked']>

const stateOf = (key: 'unknown' | 'accepted' | 'refused', pausedUntil: number | null): AskedView['state'] =>
  key !== 'refused' && pausedUntil !== null ? 'paused' : key

/** Its key answers handshakes and nothing else. */
const confirmedView = (
  keyWords: string,
  secret: Pick<AskedView, 'from' | 'olderUntil'>,
): NonNullable<SourceView['asked']> => ({
  ...secret,
  keyWords,
  state: secret.from === 'missing' ? 'no-key' : 'unknown',
  tells: false,
  asks: 0,
  asksPerDay: 0,
  followed: 0,
  good: null,
  fault: null,
  pausedUntil: null,
})

function stepsOf(source: Source, reach: SourcesReach): string[] {
  const { carrier } = source
  const { name, setUp, publicKeys, secretBy } = carrier
  const client = reach.clientOf(carrier.id)
  const steps: string[] = []
  if (client) steps.push(`Type ${client.keyWords} as the key below.`)
  if (carrier.confirms) steps.push(`Type ${carrier.confirms.keyWords} as the key below.`)
  if (reach.publicUrl === null) {
    const ways = client?.ask ? 'Portico asks instead' : 'it cannot be asked, either'
    steps.push(
      `Nobody outside reaches this home, so ${name} cannot push: ${ways}. network.publicUrl changes that.`,
    )
    return steps
  }
  if (client?.hooks) steps.push(`The hub enters its own address at ${name}; nothing is to be pasted.`)
  else steps.push(`At ${name}, enter as the address of webhooks: ${pasted(source, reach.publicUrl)}`)
  if (carrier.issueToken)
    steps.push(`And as the address of tokens: ${reach.publicUrl}/hooks/${carrier.id}/token`)
  if (secretBy === 'sender' && !client?.keySigns)
    steps.push(`Type the secret that ${name} shows there below.`)
  else if (!publicKeys && !client?.hooks && !client?.keySigns)
    steps.push('Make a secret below and paste it there: it is shown once.')
  if (setUp !== undefined) steps.push(`Note: ${setUp}.`)
  return steps
}

/** A token in an address is as good as a secret: the console shows it, no page does. */
const pasted = (source: Source, publicUrl: string): string =>
  source.carrier.urlToken ? `what portico hooks prints, behind ${publicUrl}` : hookAddress(source, publicUrl)
