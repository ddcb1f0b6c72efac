// Folders that survive a power cut: a new name is durable only when the folder that holds it has been synced.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

export function syncFolder(folder: string): void {
  // Windows cannot sync a folder: NTFS writes names through its own log.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Made with what is missing above it, for its owner alone. Not `recursive`: that never returns below `/proc`. */
export function makeFolder(folder: string): void {
  const above = dirname(folder)
  if (existsSync(folder)) return
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it in this moment.
    if (!existsSync(folder)) throw error
  }
  syncFolder(above)
}
