// The lines of settings that take the cameras which were found: a porch with all of them, until there is a lock.
import type { FoundCamera } from '@portico/plugin-onvif/discovery'

export function settingsLines(found: readonly FoundCamera[]): readonly string[] {
  if (found.length === 0) return []
  const ids = idsOf(found)
  return [
    'doors:',
    '  - id: front',
    '    name: Front door',
    '    kind: porch',
    '    bell: bell',
    '    cameras:',
    ...ids.map((id) => `      - { id: ${id}, view: outside }`),
    '',
    'devices:',
    ...found.map(({ address }, at) => {
      const options = `{ address: ${JSON.stringify(address)}, username: portico }`
      return `  ${ids[at]}: { plugin: onvif, kind: camera, options: ${options} }`
    }),
    `  bell: { plugin: onvif, kind: bell, options: { camera: ${ids[0]} } }`,
  ]
}

/** Settings ids from what cameras call themselves; never one twice. */
export function idsOf(found: readonly FoundCamera[]): readonly string[] {
  const taken = new Set(['bell'])
  return found.map(({ name }) => {
    const plain = plainId(name)
    const id = [plain, ...Array.from({ length: found.length + 1 }, (_, at) => `${plain}-${at + 2}`)].find(
      (each) => !taken.has(each),
    )
    taken.add(id ?? plain)
    return id ?? plain
  })
}

function plainId(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+/g, '')
    .slice(0, 24)
    .replace(/-+$/, '')
  return plain === '' ? 'camera' : plain
}
