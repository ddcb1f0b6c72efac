// The options of the settings file, which were checked against their schema, as this plugin takes them.
import type { DeviceEntry } from '@portico/plugin-api'
import { type AddressBook, addressBook } from './camera/address-book.ts'
import type { ProfileChoice } from './camera/profiles.ts'
import type { Credentials } from './soap/envelope.ts'

export interface CameraOptions {
  readonly addresses: AddressBook
  readonly credentials: Credentials | null
  readonly choice: ProfileChoice
  readonly transport: 'tcp' | 'udp'
}

export interface BellOptions {
  readonly camera: string
  readonly input: string | null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export function cameraOptions({ options, secret }: DeviceEntry): CameraOptions {
  const username = textOf(options.username)
  return {
    addresses: addressBook({
      address: textOf(options.address) ?? '',
      preserveAddress: options.preserveAddress !== false,
    }),
    credentials: username === null || secret === undefined ? null : { username, password: secret },
    choice: { profile: textOf(options.profile), secondProfile: textOf(options.secondProfile) },
    transport: options.transport === 'udp' ? 'udp' : 'tcp',
  }
}

export const bellOptions = ({ options }: DeviceEntry): BellOptions => ({
  camera: textOf(options.camera) ?? '',
  input: textOf(options.input),
})
