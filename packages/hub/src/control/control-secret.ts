// What the command line shows the running hub: a secret of this start, in a file that the hub's user alone may read. A
// plugin's process runs as the same user and could open the socket; the file it cannot read (threats G19, T24).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const pathIn = (data: string): string => join(resolve(data), 'portico.sock.key')

/** New with each start, and on the disk before anybody can connect. Throws the system's error. */
export function makeControlSecret(data: string): string {
  const secret = randomBytes(32).toString('base64url')
  const path = pathIn(data)
  writeFileSync(`${path}.new`, secret, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return secret
}

/** '' when there is none, or none that this user may read: then the hub refuses. */
export function readControlSecret(data: string): string {
  try {
    return readFileSync(pathIn(data), 'utf8')
  } catch {
    return ''
  }
}

export const removeControlSecret = (data: string): void => rmSync(pathIn(data), { force: true })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export const isControlSecret = (shown: unknown, secret: string): boolean =>
  typeof shown === 'string' && timingSafeEqual(digest(shown), digest(secret))
