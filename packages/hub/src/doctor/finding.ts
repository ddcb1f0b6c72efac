// What the doctor found out about one thing.

export interface Finding {
  readonly about: string
  readonly verdict: 'good' | 'warning' | 'bad'
  readonly words: string
  /** What to do; null when nothing need be done. */
  readonly next: string | null
}

export const good = (about: string, words: string): Finding => ({ about, verdict: 'good', words, next: null })
export const warning = (about: string, words: string, next: string | null): Finding => ({
  about,
  verdict: 'warning',
  words,
  next,
})
export const bad = (about: string, words: string, next: string): Finding => ({
  about,
  verdict: 'bad',
  words,
  next,
})
