// One request to a service outside, as a client of it wants it sent.

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the origin, with its query. */
  readonly path: string
  /** The key stands in them: they are never logged. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON; null: none. */
  readonly body: string | null
}
