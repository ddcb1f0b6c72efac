// The home that the tests of the faces live in: one front door, a camera outside and a witness inside.
import { defaultSettings, doorId } from '@portico/core'
import type { CheckedSettings } from '../../src/config/checked-settings.ts'

export const FRONT = doorId('front')
export const NUMBER = '1Z4R8V670310455204'
export const HOOK_SECRET = 'whsec-of-the-tests'

export const ANY_PORT = { host: '127.0.0.1', port: 0 } as const

export const frontDoor = {
  id: FRONT,
  name: 'Front door',
  kind: 'house',
  fallback: ['box', 'porch'],
  lock: 'front-lock',
  contact: 'front-contact',
  edge: 'front-edge',
  bell: 'front-bell',
  cameras: [
    { id: 'porch', view: 'outside', witness: false },
    { id: 'hall', view: 'inside', witness: true },
  ],
  settings: defaultSettings,
} as const

export const homeSettings: CheckedSettings = {
  homeName: 'Home',
  position: null,
  timeZone: 'Europe/Berlin',
  house: ANY_PORT,
  https: false,
  street: ANY_PORT,
  publicUrl: null,
  hosts: [],
  webhookHosts: [],
  ice: [],
  doors: [frontDoor],
  views: {},
  sounds: { porch: 'live' },
  plugins: [],
  sources: ['easypost'],
  mailboxes: [],
  bridges: [],
  policy: { mode: 'owner', sentences: [] },
  film: { visitDays: 14, ringDays: 3 },
  virtual: true,
}
