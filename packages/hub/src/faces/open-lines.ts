// Which faces hold a line open just now.

export class OpenLines {
  readonly #open = new Map<string, number>()

  has(id: string): boolean {
    return this.#open.has(id)
  }

  /** One more until disposed. */
  connect(id: string): Disposable {
    this.#count(id, 1)
    return { [Symbol.dispose]: () => this.#count(id, -1) }
  }

  #count(id: string, by: 1 | -1): void {
    const open = (this.#open.get(id) ?? 0) + by
    if (open > 0) this.#open.set(id, open)
    else this.#open.delete(id)
  }
}
