// A display as the household sees it.
import type { DisplayView } from '@portico/protocol'
import type { Display } from '../people/identity.ts'

export const displayView = (
  { id, name, place, door, since, seen }: Display,
  isLive: boolean,
): DisplayView => ({ id, name, place, door, since, lastSeen: seen, isLive })
