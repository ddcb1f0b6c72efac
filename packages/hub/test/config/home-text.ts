// A sound settings file of a simulated home, and what the check says of it when one part is written otherwise.
import { checkSettings, type SettingsVerdict } from '../../src/config/check-settings.ts'

export const home = `home:
  name: Home
  timeZone: Europe/Berlin
doors:
  - id: front
    name: Front door
    lock: front-lock
    contact: front-contact
    edge: front-edge
    bell: front-bell
    cameras:
      - { id: porch, view: outside }
      - { id: hall, view: inside, witness: true }
devices:
  front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  front-edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  front-bell: { plugin: virtual-home, kind: bell, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside } }
policy:
  mode: owner
`

/** The home with parts of it written otherwise: each pair says what stands there and what is to stand there. */
export function homeWith(...changes: readonly (readonly [is: string, becomes: string])[]): string {
  return changes.reduce((text, [is, becomes]) => {
    if (!text.includes(is)) throw new Error(`the home has no ${JSON.stringify(is)}`)
    return text.replace(is, () => becomes)
  }, home)
}

/** With more keys at its end. */
export const homeAnd = (more: string): string => `${home}${more}\n`

export interface Surroundings {
  /** Where paths of plugins begin. */
  readonly folder?: string
  readonly carriers?: readonly string[]
  readonly housePort?: number
  readonly streetPort?: number
}

export function check(
  text: string,
  { folder = import.meta.dirname, carriers = ['easypost'], housePort, streetPort }: Surroundings = {},
): Promise<SettingsVerdict> {
  const overrides = { housePort: housePort ?? null, streetPort: streetPort ?? null }
  return checkSettings({ name: 'portico.yaml', folder, text }, { carriers, overrides })
}

export async function faultsOf(text: string, around: Surroundings = {}): Promise<readonly string[]> {
  const { settings, faults } = await check(text, around)
  if ((settings === null) !== faults.length > 0) throw new Error('settings and faults at once, or neither')
  return faults
}
