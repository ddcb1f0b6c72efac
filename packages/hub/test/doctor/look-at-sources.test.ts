// What the doctor says of each way by which news of parcels may come: a table of homes.
import type { SourceView, SourcesView } from '@portico/protocol'
import { expect, test } from 'vitest'
import { lookAtSources } from '../../src/doctor/look-at-sources.ts'

const NOW = Date.UTC(2026, 10, 23, 10)
const HOUR = 60 * 60 * 1000

const pushed: SourceView['pushed'] = {
  from: 'generated',
  olderUntil: null,
  secretBy: 'us',
  hook: 'by-hand',
  last: null,
  took: 0,
  notUnderstood: 0,
  refused: 0,
  hasDrifted: false,
  confirmation: null,
}
const asked: NonNullable<SourceView['asked']> = {
  from: 'typed',
  olderUntil: null,
  keyWords: 'a key',
  state: 'accepted',
  tells: true,
  asks: 12,
  asksPerDay: 240,
  followed: 2,
  good: NOW - 5 * 60_000,
  fault: null,
  pausedUntil: null,
}

function home(
  push: Partial<SourceView['pushed']>,
  ask: Partial<NonNullable<SourceView['asked']>> | null = null,
  publicUrl: string | null = null,
): SourcesView {
  const source: SourceView = {
    id: 'easypost',
    name: 'EasyPost',
    steps: [],
    pushed: { ...pushed, ...push },
    asked: ask && { ...asked, ...ask },
  }
  return { sources: [source], off: [], publicUrl }
}

const said = (sources: SourcesView | null): readonly string[] =>
  lookAtSources(sources, NOW).map(({ about, verdict, words }) => `${verdict} ${about}: ${words}`)

const url = 'https://portico.example'

test.each<[string, SourcesView | null, readonly string[]]>([
  ['no hub', null, ['warning news of parcels: not tried']],
  ['no source', { sources: [], off: [], publicUrl: null }, ['warning news of parcels: no source is on']],
  [
    'neither way',
    home({}, { state: 'no-key' }),
    [
      'warning news of parcels: nobody outside reaches this home and nobody is asked: parcels are known only when people name them',
    ],
  ],
  [
    'asking alone',
    home({}, {}),
    [
      'good asking easypost: the key is taken, asked within the last hour, 12 of 240 questions today, 2 parcels followed',
      'good news of parcels: 0 sources push, 1 are asked',
    ],
  ],
  [
    'a key that is refused',
    home({}, { state: 'refused' }),
    [
      'bad asking easypost: EasyPost does not take the key',
      'warning news of parcels: nothing was heard yet; services are asked',
    ],
  ],
  [
    'a day’s questions used up',
    home({}, { asks: 240 }),
    [
      'warning asking easypost: the questions of today are used up (240)',
      'good news of parcels: 0 sources push, 1 are asked',
    ],
  ],
  [
    'a service left alone',
    home({}, { state: 'paused', pausedUntil: NOW + HOUR, fault: { at: NOW, why: 'it answered 500' } }),
    [
      'warning asking easypost: left alone until 2026-11-23T11:00:00.000Z: it answered 500',
      'warning news of parcels: nothing was heard yet; services are asked',
    ],
  ],
  [
    'pushed',
    home({ last: NOW - 3 * HOUR, took: 9, refused: 2 }, null, url),
    [
      'good push easypost: last heard 3 h ago; 2 were refused this week',
      'good news of parcels: 1 sources push, 0 are asked',
    ],
  ],
  [
    'pushed with another secret',
    home({ refused: 4 }, null, url),
    [
      'bad push easypost: 4 messages were refused this week and none was believed',
      'warning news of parcels: nothing was heard yet',
    ],
  ],
  [
    'pushed in a form that is not understood',
    home({ last: NOW, took: 12, notUnderstood: 12, hasDrifted: true }, null, url),
    [
      'bad push easypost: 12 messages in a week and none was understood: EasyPost has changed their form',
      'good news of parcels: 1 sources push, 0 are asked',
    ],
  ],
  [
    'a handshake that waits for a key',
    home({ confirmation: 'needs-key' }, { state: 'no-key', tells: false }, url),
    [
      'bad push easypost: EasyPost waits for its subscription to be confirmed',
      'warning news of parcels: nothing was heard yet',
    ],
  ],
])('%s', (_, sources, wanted) => {
  expect(said(sources)).toEqual(wanted)
})
