// Where the sources lie that are planted into.
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(new URL('../../../..', import.meta.url)))

/** A file by its path from the root, with forward slashes; null when it lies elsewhere. */
export function fileOf(path: string): string | null {
  const inside = relative(root, path)
  return inside.startsWith('..') || inside.includes('node_modules') ? null : inside.split(sep).join('/')
}
