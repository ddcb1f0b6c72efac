// Many reasons to load a view, one request at a time: what comes while one is under way makes one more after it.

/** Calls `load` at once, then at most once for all calls that came meanwhile. */
export function coalesce(load: () => Promise<void>): () => void {
  let isLoading = false
  let isAskedAgain = false
  const run = async (): Promise<void> => {
    isLoading = true
    try {
      do {
        isAskedAgain = false
        // One after the other is the purpose.
        // oxlint-disable-next-line no-await-in-loop
        await load()
      } while (isAskedAgain)
    } finally {
      isLoading = false
    }
  }
  return () => {
    if (isLoading) isAskedAgain = true
    else void run()
  }
}
