// Where a system ffmpeg is, if there is one: it makes stills of cameras whose pictures the hub cannot decode by itself.
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Environment } from './environment.ts'

/** Null: none is on PATH. */
export function findFfmpeg({ value }: Pick<Environment, 'value'>): string | null {
  const folders = (value('PATH') ?? '').split(delimiter).filter(isAbsolute)
  return folders.map((folder) => join(folder, 'ffmpeg')).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
