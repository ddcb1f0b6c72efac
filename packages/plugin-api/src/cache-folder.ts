// A folder of what can be made again says so by a file that programs for backups know (bford.info/cachedir): they leave it
// out, and so does `portico backup`. Whoever keeps such a folder makes it anew where it is missing.

export const cacheTag = {
  file: 'CACHEDIR.TAG',
  /** Its first bytes. */
  signature: 'Signature: 8a477f597d28d172789f06886806bc55',
} as const
