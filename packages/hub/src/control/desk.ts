// Does for the command line what it may ask: the same functions in the running hub and beside a resting one.
import { type DoorId, assertNever, doorId, sessionId } from '@portico/core'
import type { Clock } from '@portico/ports'
import type { PresenceCode } from '@portico/runtime'
import type { MailboxView, SourcesView } from '@portico/protocol'
import { hubError } from '../errors.ts'
import type { FilmStore } from '../film/film-store.ts'
import type { People, RuleCodes, Tokens } from '../people/household.ts'
import type { Source } from '../people/source.ts'
import { filmRows, filmStoreView } from '../views/film-view.ts'
import type { DeskAnswers, DeskAsk, StatusAnswer } from './desk-messages.ts'

export interface DeskParts {
  readonly people: Pick<People, 'mintLink'>
  readonly tokens: Pick<Tokens, 'all' | 'create' | 'revoke'>
  readonly sources: ReadonlyMap<string, Source>
  readonly films: Pick<FilmStore, 'all' | 'remove' | 'room' | 'terms'>
  readonly clock: Pick<Clock, 'wall'>
  /** null: no hub runs, the desk stands beside its data. */
  readonly running: {
    /** null: no such door. */
    readonly mintCode: (door: DoorId) => PresenceCode | null
    readonly mintRuleCode: RuleCodes['mint']
    readonly status: () => StatusAnswer
    readonly sources: () => SourcesView
    readonly mailboxes: () => readonly MailboxView[]
    readonly bridges: () => DeskAnswers['bridges']
  } | null
}

/** Answers an ask. */
export type Desk = (ask: DeskAsk) => Promise<DeskAnswers[DeskAsk['type']]>

export function createDesk({ people, tokens, sources, films, clock, running }: DeskParts): Desk {
  const inHub = (): NonNullable<DeskParts['running']> => {
    if (running) return running
    throw hubError('HUB_COMMAND_OFFLINE', 'no hub runs on this data folder: start it first (portico start)')
  }
  return async (ask) => {
    switch (ask.type) {
      case 'token-create': {
        const { secret, token } = await tokens.create(ask.name, ask.scopes)
        return { secret, name: token.name, scopes: token.scopes }
      }
      case 'token-list':
        return tokens.all.map(({ name, scopes, created }) => ({ name, scopes, created }))
      case 'token-revoke':
        return { revoked: await tokens.revoke(ask.name) }
      case 'owner-link': {
        const { secret, goodFor } = await people.mintLink(
          ask.name,
          ask.role === null ? undefined : { role: ask.role, by: null },
        )
        return { secret, goodForMs: goodFor, house: houseOf(running?.status()) }
      }
      case 'hooks':
        // What was typed goes to nobody again.
        return [...sources].map(([source, { secret, from }]) => ({
          source,
          secret: from === 'typed' ? '' : secret,
          from,
        }))
      case 'sources':
        return inHub().sources()
      case 'mailboxes':
        return inHub().mailboxes()
      case 'bridges':
        return inHub().bridges()
      case 'presence': {
        const minted = inHub().mintCode(doorId(ask.door))
        if (!minted) throw hubError('HUB_COMMAND_UNKNOWN', `no door ${ask.door}: see the settings`)
        return { code: minted.code, goodForMs: minted.goodFor }
      }
      case 'rules-code': {
        const { code, goodFor } = await inHub().mintRuleCode()
        return { code, goodForMs: goodFor }
      }
      case 'media-delete': {
        const removal = { policy: 'owner', by: null, why: null } as const
        const deleted = await films.remove(sessionId(ask.session), removal)
        if (deleted === 0)
          throw hubError('HUB_COMMAND_UNKNOWN', `the journal names no picture of a visit ${ask.session}`)
        return { deleted }
      }
      case 'film-list':
        return filmRows(await films.all(), films.terms)
      case 'film-store':
        return await filmStoreView(films, clock.wall())
      case 'status':
        return inHub().status()
      default:
        return assertNever(ask)
    }
  }
}

/** Where a person signs in: by HTTPS where the house has it (threats G10). */
const houseOf = (status: StatusAnswer | undefined): string | null => status?.secure ?? status?.house ?? null
