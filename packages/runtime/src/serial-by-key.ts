// Runs what concerns the same key one after the other, and everything else side by side.

export class SerialByKey {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Starts when everything begun before on any of these keys has ended, however it ended. */
  async run<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.flatMap((key) => this.#tails.get(key) ?? [])
    const running = Promise.allSettled(before).then(work)
    const tail = running.catch(() => {})
    for (const key of keys) this.#tails.set(key, tail)
    try {
      return await running
    } finally {
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}
