// The subscription of a camera, noted in the plugin's folder: whoever is killed cannot end it, and the next life does.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Place {
  readonly address: string
  /** Elements that the device gave with the address, as XML. */
  readonly parameters: string
}

export interface SubscriptionNote {
  read(): Place | null
  write(place: Place | null): void
}

/** Losing a note costs two minutes of one subscription: nothing here may hinder the events themselves. */
export function subscriptionNote(folder: string, device: string): SubscriptionNote {
  const path = join(folder, `${device}.subscription.json`)
  return {
    read: () => {
      try {
        return placeIn(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return null
      }
    },
    write: (place) => {
      try {
        if (place) writeFileSync(path, JSON.stringify(place), { mode: 0o600 })
        else rmSync(path, { force: true })
      } catch {
        // The next life then waits for its end.
      }
    },
  }
}

function placeIn(value: unknown): Place | null {
  if (typeof value !== 'object' || value === null) return null
  if (!('address' in value && 'parameters' in value)) return null
  const { address, parameters } = value
  return typeof address === 'string' && typeof parameters === 'string' ? { address, parameters } : null
}
