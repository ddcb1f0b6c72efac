// The certificate of a house as its settings want it; what it says of the machine is asked anew each minute.
import type { Clock } from '@portico/ports'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { loadAuthority } from './house-authority.ts'
import { HouseCertificate } from './house-certificate.ts'
import { houseNames, machineNames } from './house-names.ts'

export interface CertificatePlace {
  readonly settings: Pick<CheckedSettings, 'https' | 'house' | 'hosts'>
  /** Folder of the keys. */
  readonly keys: string
  readonly clock: Clock
}

/** Null: this house has no HTTPS of its own. @throws HubError `HUB_KEYS_*`, `HUB_HTTPS_AUTHORITY` */
export function openCertificate({ settings, keys, clock }: CertificatePlace): HouseCertificate | null {
  if (!settings.https) return null
  const names = houseNames(settings, machineNames())
  const authority = loadAuthority({ folder: keys, wall: clock.wall(), names })
  return new HouseCertificate({ authority, house: settings, machine: machineNames, clock })
}
