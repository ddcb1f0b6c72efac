// The routes that a listener really serves, read from its router.
import { createFaces } from '../../src/http/faces.ts'
import { createListener } from '../../src/http/listeners.ts'
import type { Hub } from '../../src/hub.ts'
import { ANY_PORT } from './home-settings.ts'

/** `METHOD /path`, by path. */
export async function routesOf(hub: Hub, side: 'house' | 'street'): Promise<string[]> {
  using faces = createFaces(hub)
  const app = await createListener(faces, side, ANY_PORT)
  const tree = app.printRoutes({ commonPrefix: false })
  await app.close()
  return routesIn(tree).toSorted(byPath)
}

const byPath = (a: string, b: string): number => (a.split(' ')[1] ?? '').localeCompare(b.split(' ')[1] ?? '')

/** A drawn tree: each line holds what follows the path of the line above that is less indented. */
function routesIn(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^(?<indent>[│ ]*)[├└]── (?<piece>\S+)(?: \((?<methods>[A-Z, ]+)\))?$/.exec(line)
    if (!found?.groups) return []
    const { indent = '', piece = '', methods } = found.groups
    const depth = indent.length / 4
    above.length = depth
    const path = (above[depth - 1] ?? '') + piece
    above[depth] = path
    return methods?.split(', ').map((method) => `${method} ${path}`) ?? []
  })
}
