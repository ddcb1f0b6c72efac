// PINs of the home, which the hub keeps: set and taken back by a face with the right to.
import { ClientError, type FaceClient } from '@portico/client'

export interface NewPin {
  readonly name: string
  /** The only door that it opens. */
  readonly door: string
  readonly pin: string
}

/** Longest name of a PIN at the hub. */
const NAME_MAX = 64

/** Its id. @throws ClientError */
export async function keepPin(
  { requests }: FaceClient,
  { name, door, pin }: NewPin,
  signal: AbortSignal,
): Promise<string> {
  const order = { name: name.slice(0, NAME_MAX), person: null, doors: [door], hours: null, until: null, pin }
  const { id } = await requests.post<{ readonly id: string }>('/api/v1/pins', order, signal)
  return id
}

/** One that is not there any more is taken back. @throws ClientError */
export async function forgetPin({ requests }: FaceClient, id: string, signal: AbortSignal): Promise<void> {
  try {
    await requests.post(`/api/v1/pins/${encodeURIComponent(id)}/revoke`, {}, signal)
  } catch (error) {
    if (!(error instanceof ClientError) || error.status !== 404) throw error
  }
}
