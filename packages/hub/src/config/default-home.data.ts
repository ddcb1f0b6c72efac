// The home that starts when nobody has written a settings file: one front door, all of it simulated.

export const defaultHome = `# A simulated home, to try everything out. Copy it, and replace all its devices at once by real ones.
home:
  name: Home

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
