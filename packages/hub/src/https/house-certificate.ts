// The certificate that this house shows: made at the start, held in memory alone, and made anew before it ends, when the
// addresses of the machine change, and when the clock was set. No restart, and open lines go on.
import { generateKeyPairSync, type X509Certificate } from 'node:crypto'
import { minutes, after } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { isWithin, pemOf, serverExtensions, writeCertificate } from './certificate.ts'
import { CLOCK_FLOOR, type HouseAuthority } from './house-authority.ts'
import { type HouseName, type MachineNames, type NamedHouse, houseNames } from './house-names.ts'

export interface ServerCertificate {
  readonly key: string
  /** With that of the authority behind it. */
  readonly cert: string
}

export interface HouseCertificateOptions {
  readonly authority: HouseAuthority
  readonly house: NamedHouse
  readonly machine: () => MachineNames
  readonly clock: Clock
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Well below what any browser bears of a private authority (825 days). */
export const DAYS = 90
/** Made anew when so little is left. */
export const RENEWED_AT_DAYS = 30
/** A phone's clock may be behind this much. */
const EARLIER_DAYS = 2
const LOOK_EVERY = minutes(1)

export class HouseCertificate implements Disposable {
  readonly authority: X509Certificate
  readonly #options: HouseCertificateOptions
  readonly #followers = new Set<(certificate: ServerCertificate) => void>()
  #names: readonly HouseName[] = []
  #made = { from: 0, to: 0, renewAt: 0 }
  #current: ServerCertificate = { key: '', cert: '' }
  #wake: Wake | null = null

  constructor(options: HouseCertificateOptions) {
    this.#options = options
    this.authority = options.authority.certificate
    this.#look()
  }

  get current(): ServerCertificate {
    return this.#current
  }
  /** The names that it bears, the one to tell people first. */
  get names(): readonly HouseName[] {
    return this.#names
  }
  /** When it ends, Unix ms. */
  get until(): number {
    return this.#made.to
  }

  /** Told each new one. */
  follow(follower: (certificate: ServerCertificate) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#followers.clear()
  }

  #look(): void {
    const { authority, clock, house, machine } = this.#options
    const names = houseNames(house, machine()).filter((name) => isWithin(authority.territory, name))
    const now = Math.max(clock.wall(), CLOCK_FLOOR)
    const isGood = now >= this.#made.from && now <= this.#made.renewAt
    if (!isGood || !sameNames(names, this.#names)) this.#make(names, now)
    this.#wake = clock.wake(after(clock.mono(), LOOK_EVERY), () => this.#look())
  }

  #make(names: readonly HouseName[], now: number): void {
    const { authority } = this.#options
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const from = now - EARLIER_DAYS * DAY_MS
    const end = authority.certificate.validToDate.getTime()
    const to = Math.min(now + DAYS * DAY_MS, end)
    const certificate = writeCertificate({
      subject: names[0]?.value ?? 'portico',
      issuer: authority.name,
      from,
      to,
      key: publicKey,
      signer: authority.key,
      extensions: serverExtensions(names, authority.key),
    })
    this.#names = names
    // No younger one can outlive the authority.
    this.#made = { from, to, renewAt: to === end ? end : to - RENEWED_AT_DAYS * DAY_MS }
    this.#current = {
      key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      cert: pemOf(certificate) + authority.certificate.toString(),
    }
    for (const follower of this.#followers) follower(this.#current)
  }
}

const sameNames = (a: readonly HouseName[], b: readonly HouseName[]): boolean =>
  a.length === b.length && a.every(({ value }, at) => value === b[at]?.value)
