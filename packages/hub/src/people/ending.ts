// Tells whoever holds something open for a login or a token that its right has ended.

export class Ending<Id> {
  readonly #followers = new Set<(id: Id) => void>()

  follow(follower: (id: Id) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  tell(id: Id): void {
    for (const follower of this.#followers) follower(id)
  }
}
