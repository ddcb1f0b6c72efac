// What is said of a source: when it was heard, and how asking it goes.
import type { SourceView } from '@portico/protocol'
import { clockSeconds, hubNow, spanWords } from '../live/hub-clock.ts'

type Pushed = SourceView['pushed']
type Asked = NonNullable<SourceView['asked']>

export function pushedWords({ last, took, refused, hasDrifted, hook, confirmation }: Pushed): string {
  const refusals =
    refused === 0 ? '' : ` ${refused} messages this week were refused: their secret is another one.`
  if (hasDrifted)
    return `It was heard ${took} times this week and nothing was understood: its form has changed.${refusals}`
  if (confirmation === 'needs-key')
    return `It waits for its subscription to be confirmed: type its key.${refusals}`
  if (last !== null) return `Last heard ${spanWords(hubNow() - last)} ago.${refusals}`
  const waits: Readonly<Record<Pushed['hook'], string>> = {
    unreachable: 'It cannot push to this home.',
    entered: 'Its webhook is entered; nothing was heard yet.',
    waits: 'Its webhook is not entered yet.',
    'by-hand': 'Nothing was heard yet.',
  }
  return `${waits[hook]}${refusals}`
}

export function askedWords({ state, tells, asks, asksPerDay, followed, fault, pausedUntil }: Asked): string {
  const spent = `${asks} of ${asksPerDay} questions today; parcels followed: ${followed}.`
  switch (state) {
    case 'off':
      return 'A simulated home asks nobody.'
    case 'no-key':
      return tells ? 'It is not asked: there is no key.' : 'There is no key.'
    case 'unknown':
      return 'There is a key; whether it is taken is not known yet.'
    case 'accepted':
      return `The key is taken. ${spent}`
    case 'refused':
      return 'The key is not taken: type it again.'
    case 'paused':
      return `Left alone until ${pausedUntil === null ? 'later' : clockSeconds(pausedUntil)}: ${fault?.why ?? 'it failed'}. ${spent}`
  }
}
