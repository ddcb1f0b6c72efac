// Many parcels, claimed one by one through the API as its own page claims them, as fast as the hub takes them.
import { Agent, request } from 'node:http'
import type { HubProcess } from './hub-process.ts'
import type { Owner } from './people.ts'

const AT_ONCE = 50

/** `9400…0042` for 42: a number like a carrier's, and no other one's. */
export const numberOf = (index: number): string => `94001112025558${String(index).padStart(8, '0')}`

/** Claims so many parcels, "Parcel 0" and on. @throws when one is refused */
export async function claimMany(hub: HubProcess, owner: Owner, count: number): Promise<void> {
  const { credential } = owner.home.requests
  if (credential?.kind !== 'cookie') throw new Error('the owner has no cookie')
  const { cookie } = credential
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const claim = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ trackingNumber: numberOf(index), title: `Parcel ${index}` })
      const headers = {
        cookie,
        origin: hub.url,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const asked = request(`${hub.url}/api/v1/parcels`, { method: 'POST', agent, headers }, (answer) => {
        answer.resume()
        answer.on('end', () =>
          answer.statusCode === 201 ? resolve() : reject(new Error(`claim ${index}: ${answer.statusCode}`)),
        )
      })
      asked.on('error', reject)
      asked.end(body)
    })
  let next = 0
  const one = async (): Promise<void> => {
    // One after the other in each of the lines.
    // oxlint-disable-next-line no-await-in-loop
    while (next < count) await claim(next++)
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, one))
  } finally {
    agent.destroy()
  }
}
