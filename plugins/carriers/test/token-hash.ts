// What is remembered of a token that was issued at another time.
import { createHash } from 'node:crypto'

export const tokenHash = (token: string, until: number): string =>
  JSON.stringify([{ hash: createHash('sha256').update(token).digest('hex'), until }])
