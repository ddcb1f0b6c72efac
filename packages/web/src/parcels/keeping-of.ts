// How long the film of a visit or a ring is kept, where the hub can say it.
import type { HomeClient } from '@portico/client'
import type { FilmKeeping } from '@portico/protocol'
import { asClientError } from '../live/loaded.ts'

/** Null: there is none, or the hub did not say. */
export async function keepingOf({ requests }: HomeClient, session: string): Promise<FilmKeeping | null> {
  try {
    return await requests.get<FilmKeeping>(`/api/v1/films/${encodeURIComponent(session)}`)
  } catch (error) {
    asClientError(error)
    return null
  }
}
