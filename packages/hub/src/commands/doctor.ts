// portico doctor: what could keep this home from letting a delivery in, and what to do about it.
import type { Environment } from '../config/environment.ts'
import { iceServersOf } from '../config/ice-checks.ts'
import { askHub } from '../control/control-client.ts'
import type { Finding } from '../doctor/finding.ts'
import { bad, good } from '../doctor/finding.ts'
import { lookAtBridges } from '../doctor/look-at-bridges.ts'
import { lookAtBroker } from '../doctor/look-at-broker.ts'
import { lookAtCertificate } from '../doctor/look-at-certificate.ts'
import { lookAtClock } from '../doctor/look-at-clock.ts'
import { lookAtDisk } from '../doctor/look-at-disk.ts'
import { lookAtFfmpeg } from '../doctor/look-at-ffmpeg.ts'
import { lookAtFilms } from '../doctor/look-at-films.ts'
import { lookAtHouse } from '../doctor/look-at-house.ts'
import { lookAtLive } from '../doctor/look-at-live.ts'
import { lookAtMail } from '../doctor/look-at-mail.ts'
import { lookAtSources } from '../doctor/look-at-sources.ts'
import { lookAtNetwork } from '../doctor/look-at-network.ts'
import { HOME } from '../start/open-home.ts'
import { systemClock } from '../start/system-clock.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { type HomeOptions, homeHelp, homeOptions, homeOptionsOf, readWords } from './options.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico doctor [options]

Looks at settings, ports, clock, disk, cameras, sources of news and bridges, whether the hub runs or
not, and says what to do. It changes nothing.
Exit 0: nothing bad was found. 1: something was.

${homeHelp}
  --json              the findings as JSON`,

  async run({ args, terminal, environment }) {
    const words = readWords(args, { ...homeOptions, json: { type: 'boolean' } }, { min: 0, max: 0, what: '' })
    const findings = await examine(homeOptionsOf(words), environment())
    if (words.flag('json')) await terminal.print(JSON.stringify(findings))
    else for (const finding of findings) await terminal.print(lineOf(finding))
    return findings.some(({ verdict }) => verdict === 'bad') ? exitCodes.FAILED : exitCodes.OK
  },
}

const marks = { good: 'ok  ', warning: 'note', bad: 'BAD ' } as const

const lineOf = ({ about, verdict, words, next }: Finding): string =>
  `${marks[verdict]}  ${about}: ${words}${next === null ? '' : `. ${next}`}`

async function examine(home: HomeOptions, environment: Environment): Promise<readonly Finding[]> {
  const clock = systemClock()
  const running = await askHub(home.places.data, { type: 'status' }, clock)
  const mailboxes = running && (await askHub(home.places.data, { type: 'mailboxes' }, clock))
  const bridges = running && (await askHub(home.places.data, { type: 'bridges' }, clock))
  const films = running && (await askHub(home.places.data, { type: 'film-store' }, clock))
  const sources = running && (await askHub(home.places.data, { type: 'sources' }, clock))
  const { settings, faults } = await readSettings(home)
  return [
    ...(settings
      ? [good('settings', settings.virtual ? 'good, a simulated home' : 'good')]
      : faults.map((fault) => bad('settings', fault, 'mend it; portico check tells when it is good'))),
    ...(settings ? await lookAtNetwork(settings, running) : []),
    ...(settings ? [lookAtCertificate(settings, home.places.keys, clock.wall())] : []),
    ...(settings ? await lookAtLive(settings, iceServersOf(settings, environment)) : []),
    ...(settings ? await lookAtBroker(settings.bridges) : []),
    lookAtClock(clock, await newestWall(home.places.data)),
    ...(await lookAtDisk(home.places)),
    lookAtFfmpeg(environment),
    ...lookAtFilms(films),
    ...lookAtMail(mailboxes),
    ...lookAtBridges(bridges),
    ...lookAtHouse(running),
    ...lookAtSources(sources, clock.wall()),
  ]
}

/** null: there is no journal that can be read. */
async function newestWall(data: string): Promise<number | null> {
  const { openStoreReadOnly } = await import('@portico/store-sqlite')
  try {
    using store = openStoreReadOnly(data)
    return store.head(HOME)?.wall ?? null
  } catch {
    return null
  }
}
