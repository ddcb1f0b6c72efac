// The desk beside a resting hub: takes the data folder for itself and does the same.
import type { Carrier } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import { HomeJournal, SealedRecords } from '@portico/runtime'
import type { Logger } from 'pino'
import type { Environment } from '../config/environment.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { createPeople } from '../people/people.ts'
import { loadSources } from '../people/sources.ts'
import { createTokens } from '../people/tokens.ts'
import { FilmStore, diskOf } from '../film/film-store.ts'
import { HOME, type Places, mediaFolder, openHome } from '../start/open-home.ts'
import { systemChance } from '../start/system-clock.ts'
import { type Desk, createDesk } from './desk.ts'

export interface OfflineOrder {
  readonly places: Places
  readonly settings: CheckedSettings
  readonly carriers: readonly Carrier[]
  readonly environment: Environment
  readonly clock: Clock
  readonly log: Logger
}

/** @throws HubError `HUB_STORE_IN_USE` while a hub starts or stops, and what opening a home throws */
export async function withOfflineDesk<Result>(
  { places, settings, carriers, environment, clock, log }: OfflineOrder,
  use: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  await using home = await openHome(places, clock)
  const { store, key, signers } = home
  const writer = settings.virtual ? 'sim' : 'hub'
  const { signer } = signers
  const journal = new HomeJournal({ home: HOME, journal: store, clock, epoch: store.epoch, writer, signer })
  const records = new SealedRecords(HOME, store, key)
  const chance = systemChance
  using people = createPeople({ records, journal, clock, chance, log })
  const tokens = createTokens({ records, journal, clock, chance, log })
  const sources = await loadSources({
    carriers,
    on: settings.sources,
    environment: environment.value,
    records,
    journal,
    chance,
    clock,
  })
  const folder = mediaFolder(places)
  const films = new FilmStore({
    folder,
    disk: diskOf(folder),
    journal,
    records,
    read: (which) => store.lines({ home: HOME, ...which }),
    terms: settings.film,
    clock,
    visitOf: () => null,
    isRinging: () => false,
  })
  return await use(createDesk({ people, tokens, sources, films, clock, running: null }))
}
