// Where a module lies that is started rather than imported: `.ts` when run from source, `.js` when built.
import { join } from 'node:path'

/** `path` from the folder of the module that asks, without its ending. */
export function modulePath(asking: ImportMeta, path: string): string {
  return join(asking.dirname, path + (asking.filename.endsWith('.ts') ? '.ts' : '.js'))
}
