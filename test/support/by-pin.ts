// A simulated home in which couriers come in by PIN: what its settings say, and a carrier that names windows.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { HubOptions } from './hub-process.ts'

const settings = `
home: { timeZone: Europe/Berlin }
policy: { mode: pin }
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
`

const windowed = pathToFileURL(join(import.meta.dirname, 'windowed-carrier.ts')).href

export const byPin: HubOptions = { settings, env: { NODE_OPTIONS: `--import=${windowed}` } }
