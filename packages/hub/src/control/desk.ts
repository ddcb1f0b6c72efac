// Does for the command line what it may ask: the same functions in the running hub and beside a resting one.
import { type DoorId, assertNever, doorId } from '@portico/core'
import type { PresenceCode } from '@portico/runtime'
import { hubError } from '../errors.ts'
import type { People, RuleCodes, Source, Tokens } from '../hub.ts'
import type { DeskAnswers, DeskAsk, StatusAnswer } from './desk-messages.ts'

export interface DeskParts {
  readonly people: Pick<People, 'mintLink'>
  readonly tokens: Pick<Tokens, 'all' | 'create' | 'revoke'>
  readonly sources: ReadonlyMap<string, Source>
  /** Deletes the pictures of a visit; how many there were. */
  readonly deleteMedia: (session: string) => Promise<number>
  /** null: no hub runs, the desk stands beside its data. */
  readonly running: {
    /** null: no such door. */
    readonly mintCode: (door: DoorId) => PresenceCode | null
    readonly mintRuleCode: RuleCodes['mint']
    readonly status: () => StatusAnswer
  } | null
}

/** Answers an ask. */
export type Desk = (ask: DeskAsk) => Promise<DeskAnswers[DeskAsk['type']]>

export function createDesk({ people, tokens, sources, deleteMedia, running }: DeskParts): Desk {
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
        const { secret, goodFor } = await people.mintLink(ask.name)
        return { secret, goodForMs: goodFor, house: running?.status().house ?? null }
      }
      case 'hooks':
        return [...sources].map(([source, { secret, from }]) => ({ source, secret, from }))
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
        const deleted = await deleteMedia(ask.session)
        if (deleted === 0)
          throw hubError('HUB_COMMAND_UNKNOWN', `the journal names no picture of a visit ${ask.session}`)
        return { deleted }
      }
      case 'status':
        return inHub().status()
      default:
        return assertNever(ask)
    }
  }
}
