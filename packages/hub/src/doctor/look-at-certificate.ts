// Whether phones can reach the house by HTTPS, and what they have to trust.
import type { CheckedSettings } from '../config/checked-settings.ts'
import { isLoopback } from '../config/network-checks.ts'
import { isWithin } from '../https/certificate.ts'
import { fingerprintOf } from '../https/fingerprint.ts'
import { findAuthority } from '../https/house-authority.ts'
import { houseNames, machineNames } from '../https/house-names.ts'
import { type Finding, bad, good, warning } from './finding.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000
const about = 'https'

export function lookAtCertificate(settings: CheckedSettings, keys: string, wall: number): Finding {
  if (!settings.https) return withoutHttps(settings)
  try {
    const authority = findAuthority(keys)
    if (!authority) return good(about, 'on; its certificate authority is made when the hub starts')
    const { certificate, territory } = authority
    const left = certificate.validToDate.getTime() - wall
    if (left < YEAR_MS)
      return warning(
        about,
        `the certificate authority ends on ${certificate.validToDate.toISOString().slice(0, 10)}`,
        'portico certificate new makes another; every phone has to install it',
      )
    const foreign = houseNames(
      { ...settings, house: { ...settings.house, host: '127.0.0.1' } },
      machineNames(),
    ).find((name) => settings.hosts.some((host) => host.startsWith(name.value)) && !isWithin(territory, name))
    if (foreign)
      return warning(
        about,
        `the certificate may not name ${foreign.value}`,
        'portico certificate new makes one that may; every phone has to install it',
      )
    return good(about, `on; phones compare: ${fingerprintOf(certificate).words}`)
  } catch (error) {
    return bad(
      about,
      error instanceof Error ? error.message : 'unreadable',
      'mend it, then start the hub again',
    )
  }
}

function withoutHttps({ house, publicUrl }: CheckedSettings): Finding {
  if (isLoopback(house.host)) return good(about, 'not needed: only this machine reaches the house')
  if (publicUrl !== null) return good(about, `off; ${publicUrl} brings its own`)
  return warning(
    about,
    'off: what signs people in can be read on the network, and no phone gets a microphone',
    'leave out network.house.https',
  )
}
