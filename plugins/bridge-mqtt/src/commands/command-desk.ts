// Carries commands to the hub, which judges them, and says what it answered. One of a kind for a door at a time.
import { type ApproveRequest } from '@portico/protocol'
import { codeOf } from '@portico/plugin-api'
import type { Command } from './command-gate.ts'
import type { ShownStills } from './shown-stills.ts'
import type { Visit } from '../told/words.ts'

/** What the bridge asks of the hub. */
export interface CommandClient {
  lock(door: string): Promise<void>
  open(door: string, pin: string | null): Promise<unknown>
  approve(session: string, approval: ApproveRequest): Promise<void>
  deny(session: string): Promise<void>
  abort(session: string): Promise<void>
}

export interface CommandDeskParts {
  readonly client: CommandClient
  /** Those that go on, by door. */
  readonly visitAt: (door: string) => Visit | null
  readonly stills: Pick<ShownStills, 'newestOf'>
  /** A PIN may come over this line. */
  readonly isPrivate: boolean
  /** In words of at most 255 signs. */
  readonly answer: (words: string) => void
}

/** A state of Home Assistant has so many signs at most. */
const ANSWER_MAX = 255

/** A no of the bridge's own: there is nothing that could be asked of the hub. */
class NothingToDo extends Error {}

const doneWords: Readonly<Record<Command['act'], string>> = {
  lock: 'locking was asked for',
  open: 'opening has begun',
  approve: 'the courier may come in',
  deny: 'not today was said',
  abort: 'the visit is stopped',
}

export class CommandDesk {
  readonly #parts: CommandDeskParts
  readonly #running = new Set<string>()

  constructor(parts: CommandDeskParts) {
    this.#parts = parts
  }

  /** Resolves when it was answered; never rejects. False: the same is under way already. */
  async carry(command: Command): Promise<boolean> {
    const key = `${command.act} ${command.door}`
    if (this.#running.has(key)) return false
    this.#running.add(key)
    try {
      await this.#ask(command)
      this.#say(command, doneWords[command.act])
    } catch (error) {
      this.#say(command, refusedWords(error))
    } finally {
      this.#running.delete(key)
    }
    return true
  }

  #say({ door }: Command, words: string): void {
    this.#parts.answer(`${door}: ${words}`.slice(0, ANSWER_MAX))
  }

  async #ask(command: Command): Promise<void> {
    const { client } = this.#parts
    switch (command.act) {
      case 'lock':
        return client.lock(command.door)
      case 'open':
        await client.open(command.door, this.#pinOf(command))
        return
      case 'approve':
        return this.#approve(command.door)
      case 'deny':
        return client.deny(this.#visit(command.door).id)
      case 'abort':
        return client.abort(this.#visit(command.door).id)
    }
  }

  /** A PIN that came where others read along is known to others. */
  #pinOf({ pin }: Command): string | null {
    if (pin !== null && !this.#parts.isPrivate)
      throw new NothingToDo('a PIN may come by TLS only: use mqtts, and change this PIN')
    return pin
  }

  #visit(door: string): Visit {
    const visit = this.#parts.visitAt(door)
    if (!visit) throw new NothingToDo('no visit is under way')
    return visit
  }

  async #approve(door: string): Promise<void> {
    const { client, stills } = this.#parts
    const { id, ask } = this.#visit(door)
    if (!ask) throw new NothingToDo('nobody waits for an answer')
    const picture = stills.newestOf(id, ask.try)
    if (picture === null) throw new NothingToDo('no picture of the last seconds was shown: look, then answer')
    await client.approve(id, { try: ask.try, picture })
  }
}

function refusedWords(error: unknown): string {
  if (error instanceof NothingToDo) return error.message
  const code = codeOf(error)
  if (!(error instanceof Error) || code === null) return 'a fault of the bridge: look at its log'
  return `${code}: ${error.message}`
}
