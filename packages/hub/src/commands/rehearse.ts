// portico rehearse: what past visits would have become under other rules, before they are switched on.
import { minutes, plainPolicy, wallTime } from '@portico/core'
import type { RehearsalView } from '@portico/protocol'
import { LocalDay, SealedRecords, pastOf, rehearse } from '@portico/runtime'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { settingsOf } from '../config/check-settings.ts'
import { loadHomeKey } from '../config/home-key.ts'
import { readPolicy } from '../config/read-policy.ts'
import { HOME } from '../start/open-home.ts'
import { rehearsalView } from '../views/rules-view.ts'
import { dateWordsOf } from './date-words.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico rehearse --policy FILE [--since 30d] [options]

Decides the visits of the past anew under the policy of FILE, and prints first what would
have been otherwise: who would have been let in unasked, asked about, or kept out. It
reads the journal and changes nothing; no door is asked anything, also while the hub runs.
A policy that lets nobody in more easily ends with exit code 0, else with 1.

  --policy FILE       a settings file, or one with its key "policy" alone
  --since N           as many days (30d) or hours (12h) back
  --json              as JSON
${homeHelp}`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const options = { ...homeOptions, policy: text, since: text, json: { type: 'boolean' } } as const
    const words = readWords(args, options, { min: 0, max: 0, what: '' })
    const file = words.text('policy')
    if (file === null) throw usage('--policy is missing: name the file with the other rules')
    const since = wallTime(Date.now() - spanOf(words.text('since') ?? '30d'))
    const home = homeOptionsOf(words)
    const settings = settingsOf(await readSettings(home))
    const wished = readPolicy({ file, doors: settings.doors.map(({ id }) => id) })
    using store = openStoreReadOnly(home.places.data)
    const key = loadHomeKey({ folder: home.places.keys, isNewHome: false })
    const past = pastOf(new SealedRecords(HOME, store, key))
    const day = new LocalDay(settings.timeZone)
    const visits = rehearse({ ...past, policy: wished, since, localTime: (wall) => day.at(wall) })
    const names = {
      door: (id: string) => settings.doors.find((door) => door.id === id)?.name ?? id,
      person: (id: string) => id,
      parcel: () => 'One parcel',
    }
    const told = rehearsalView({ was: past.policy ?? plainPolicy('owner'), wished, visits, names })
    if (words.flag('json')) await terminal.print(JSON.stringify(told))
    else for (const line of linesOf(told, settings.timeZone)) await terminal.print(line)
    return told.looser > 0 ? exitCodes.FAILED : exitCodes.OK
  },
}

/** @throws HubError `HUB_COMMAND_USAGE` */
function spanOf(text: string): number {
  const { count = '', unit = '' } = /^(?<count>\d{1,4})(?<unit>[dh])$/.exec(text)?.groups ?? {}
  if (count === '') throw usage(`--since must be days like 30d or hours like 12h, not "${text}"`)
  return Number(count) * minutes(unit === 'd' ? 24 * 60 : 60)
}

const countsOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ') || 'none'

function linesOf({ visits, looser, tighter, ...told }: RehearsalView, timeZone: string): readonly string[] {
  return [
    ...told.differences.map(
      ({ at, session, then, now, ...each }) =>
        `${each.looser ? 'LOOSER ' : 'tighter'}  ${dateWordsOf(at, timeZone)}  ${session}  ${then.words} -> ${now.words}${
          now.because.length > 0 ? `  (${now.because.join(' ')})` : ''
        }`,
    ),
    `${visits} visits: ${looser} more easily, ${tighter} with more care`,
    `then: ${countsOf(told.then)}`,
    `now:  ${countsOf(told.now)}`,
    told.loosens
      ? 'In some case these rules let in more easily than those of now: to switch them on takes a code.'
      : 'In no case do these rules let in more easily than those of now.',
  ]
}
