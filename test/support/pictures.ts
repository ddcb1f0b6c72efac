// Pictures of pages for whoever looks at them beside the drawings and says where they go. Tests are held to none of them.
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
export const pictureFolder =
  process.env['PORTICO_SCREENSHOTS'] ?? join(root, 'node_modules/.cache/portico/screenshots')

/** Points across for one px of a phone: as a phone has them, but in tests, which draw each of them for one look. */
export const SHARPNESS = process.env['VITEST'] === undefined ? 2 : 1
