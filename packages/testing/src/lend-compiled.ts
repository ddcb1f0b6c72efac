// Compiled code for processes that keep it in a folder of their own, as plugins and bridges do: in a new home that folder
// is empty, and each of them would compile its hundreds of files anew.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const shared = resolve(import.meta.dirname, '../../../node_modules/.cache/portico/compiled-children')

/** The process whose own folder this is finds there what others like it have compiled, and leaves there what is new. */
export function lendCompiled(storage: string): void {
  const folder = join(storage, 'compile-cache')
  if (existsSync(folder)) return
  for (const each of [shared, storage]) mkdirSync(each, { recursive: true, mode: 0o700 })
  symlinkSync(shared, folder)
}
