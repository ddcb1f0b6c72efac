// A home of one door whose outdoor camera is as large as the figures say: 1280 × 720, 15 pictures a second.

export const widePorch = `
doors:
  - id: front
    name: Front door
    lock: lock
    contact: contact
    edge: edge
    bell: bell
    cameras: [{ id: porch, view: outside }, { id: hall, view: inside, witness: true }]
devices:
  lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  bell: { plugin: virtual-home, kind: bell, options: { door: front } }
  porch:
    plugin: virtual-home
    kind: camera
    options: { door: front, view: outside, width: 1280, framesPerSecond: 15 }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, framesPerSecond: 5 } }
`
