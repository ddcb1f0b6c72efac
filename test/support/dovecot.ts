// A real Dovecot of its own on a free port, as an ordinary user: the mail server of the tests. Where the machine has none,
// tests skip and say so.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { type Server, connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

const NOBODY = 65_534

/** null: this machine has none. */
export function findDovecot(): string | null {
  const path = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot']
  return path.find((each) => existsSync(each) && spawnSync(each, ['--version']).status === 0) ?? null
}

async function freePort(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

interface Account {
  readonly uid: number
  readonly gid: number
  readonly user: string
  readonly group: string
}

/** Dovecot will not read mail as root. */
function account(): Account {
  const { uid, gid, username } = userInfo()
  if (uid === 0) return { uid: NOBODY, gid: NOBODY, user: 'nobody', group: groupOf(NOBODY) }
  return { uid, gid, user: username, group: groupOf(gid) }
}

const groupOf = (gid: number): string =>
  execFileSync('getent', ['group', String(gid)], { encoding: 'utf8' }).split(':')[0] ?? ''

/** A mail server that takes tokens of this provider in place of passwords, in this way (RFC 7628, or Google's older one). */
export interface TokenLogin {
  readonly mechanism: 'oauthbearer' | 'xoauth2'
  readonly introspectUrl: string
}

const PASSWORDS = `
passdb {
  driver = static
  args = password=letters
}`

const tokens = (folder: string, { mechanism }: TokenLogin): string => `
auth_mechanisms = ${mechanism}
passdb {
  driver = oauth2
  mechanisms = ${mechanism}
  args = ${folder}/oauth2.conf
}`

const tokenConfig = ({ introspectUrl }: TokenLogin): string => `
introspection_mode = post
introspection_url = ${introspectUrl}
username_attribute = username
active_attribute = active
active_value = true
`

interface ConfigParts {
  readonly folder: string
  readonly port: number
  readonly owner: Account
  readonly passwords: string
}

const config = ({ folder, port, owner: { uid, gid, user, group }, passwords }: ConfigParts): string => `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${folder}/mail
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  chroot =
}
${passwords}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/home
}
`

export class Dovecot implements AsyncDisposable {
  readonly port: number
  readonly folder: string
  readonly #child: ChildProcess
  readonly #account: Account
  #mails = 0

  private constructor({
    port,
    folder,
    child,
    owner,
  }: {
    readonly port: number
    readonly folder: string
    readonly child: ChildProcess
    readonly owner: Account
  }) {
    this.port = port
    this.folder = folder
    this.#child = child
    this.#account = owner
  }

  /** Any user name, password `letters`; or tokens alone. */
  static async start(program: string, login?: TokenLogin): Promise<Dovecot> {
    const folder = mkdtempSync(join(tmpdir(), 'portico-dovecot-'))
    const owner = account()
    const port = await freePort()
    for (const each of ['', 'run', 'mail', 'mail/new', 'mail/cur', 'mail/tmp', 'home']) {
      const path = join(folder, each)
      mkdirSync(path, { recursive: true })
      chmodSync(path, 0o755)
      chownSync(path, owner.uid, owner.gid)
    }
    const passwords = login ? tokens(folder, login) : PASSWORDS
    writeFileSync(join(folder, 'dovecot.conf'), config({ folder, port, owner, passwords }))
    if (login) writeFileSync(join(folder, 'oauth2.conf'), tokenConfig(login))
    const { uid, gid } = owner
    const child = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { uid, gid, stdio: 'ignore' })
    const dovecot = new Dovecot({ port, folder, child, owner })
    try {
      await until('Dovecot to listen', () => dovecot.#listens(), 20_000)
    } catch (error) {
      await dovecot[Symbol.asyncDispose]()
      throw error
    }
    return dovecot
  }

  /** Lays a mail into the mailbox as a delivering server does: whole or not at all. */
  deliver(raw: string | Uint8Array, { seen = false }: { readonly seen?: boolean } = {}): void {
    this.#mails += 1
    const name = `${Math.floor(Date.now() / 1_000)}.M${this.#mails}P${process.pid}.test`
    const draft = join(this.folder, 'mail/tmp', name)
    writeFileSync(draft, raw)
    chownSync(draft, this.#account.uid, this.#account.gid)
    renameSync(draft, join(this.folder, 'mail', seen ? `cur/${name}:2,S` : `new/${name}`))
  }

  /** The same letter of a friend, so often and so long ago, as a mailbox gathers them over the years. */
  fill(count: number, at: Date): void {
    const place = (each: number): string =>
      join(this.folder, 'mail/cur', `${Math.floor(at.getTime() / 1_000)}.M${each}P0.old:2,S`)
    const first = place(0)
    writeFileSync(first, 'From: friend@example.org\r\nSubject: hello\r\n\r\nnothing of parcels\r\n')
    utimesSync(first, at, at)
    chownSync(first, this.#account.uid, this.#account.gid)
    for (let each = 1; each < count; each++) linkSync(first, place(each))
  }

  /** Everything that is known of the folder is lost: it gets another UIDVALIDITY. */
  forgetUids(): void {
    for (const name of readdirSync(join(this.folder, 'mail')))
      if (name.startsWith('dovecot')) rmSync(join(this.folder, 'mail', name), { recursive: true })
  }

  async #listens(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1')
    try {
      await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })
      return true
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit')
      this.#child.kill('SIGTERM')
      const late = setTimeout(() => this.#child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(late)
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}
