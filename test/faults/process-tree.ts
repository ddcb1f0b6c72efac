// The processes of a running hub, found as the kernel knows them: itself, the camera engine, and the device plugin.
import { readFileSync, readdirSync } from 'node:fs'

export type Role = 'hub' | 'media' | 'plugin'

const script: Readonly<Record<Exclude<Role, 'hub'>, RegExp>> = {
  media: /\/media-main\.[jt]s/,
  plugin: /\/host-main\.[jt]s/,
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        .split(' ')
        .filter((each) => each.trim() !== '')
        .map(Number),
    )
  } catch {
    // It has ended meanwhile.
    return []
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** Null while there is none. */
export function pidOf(hub: number, role: Role): number | null {
  if (role === 'hub') return hub
  return childrenOf(hub).find((pid) => script[role].test(commandOf(pid))) ?? null
}

/** False when it has ended meanwhile. */
export function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}
