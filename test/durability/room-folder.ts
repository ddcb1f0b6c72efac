// Where homes that live for a moment are kept: in memory where the system offers it. What a kill or a power cut leaves
// is decided by the tests themselves, so a real disk would only make them wait.
import { existsSync, mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'

export const roomFolder = (name: string): string =>
  realpathSync(mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), `portico-${name}-`)))
