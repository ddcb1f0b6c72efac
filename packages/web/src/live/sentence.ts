// What the hub said against something, as whole sentences: its messages begin small and have no full stop.
import type { ClientError } from '@portico/client'

/** With a capital at its beginning and a full stop at its end. */
export const sentence = (words: string): string => {
  const whole = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

/** "Next: Sign in again." Empty: there is nothing to do. */
export const nextWords = ({ next }: Pick<ClientError, 'next'>): readonly string[] =>
  next === null || next === 'None' ? [] : [`Next: ${sentence(next)}`]
