// The writer thread: the only hand that writes journal.db. A slow disk holds up this thread and nobody else. It imports
// no other package, so that it starts in a few milliseconds, from source as from a build.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { connectWriter, prepareAll } from './connection.ts'
import { WRITE } from './sql.ts'
import { sqliteFailure } from './sqlite-failure.ts'
import type { WireBatch, WireEffect, WriterReply, WriterRequest } from './writer-message.ts'

class LogWriter {
  readonly #db: DatabaseSync
  readonly #statements: Readonly<Record<keyof typeof WRITE, StatementSync>>

  constructor(path: string) {
    this.#db = connectWriter(path)
    this.#statements = prepareAll(this.#db, WRITE)
  }

  /** All or nothing; when it returns, the commit has reached the disk. */
  write(group: readonly WireBatch[]): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      for (const batch of group) this.#writeBatch(batch)
      this.#db.exec('COMMIT')
    } catch (error) {
      // Some failures of SQLite have rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  sweep(now: number, limit: number): number {
    return Number(this.#statements.sweepBlobs.run(now, limit).changes)
  }

  close(): void {
    this.#db.close()
  }

  #writeBatch({ lines, outbox, records, blobs }: WireBatch): void {
    for (const { home, seq, door, session, type, text } of lines)
      this.#statements.insertLine.run(home, seq, door, session, type, text)
    for (const row of outbox) this.#writeEffect(row)
    for (const { home, kind, id, value } of records)
      if (value === null) this.#statements.removeRecord.run(home, kind, id)
      else this.#statements.putRecord.run(home, kind, id, value)
    for (const { home, hash, value, expires } of blobs)
      if (value === null) this.#statements.removeBlob.run(home, hash)
      else this.#statements.putBlob.run(home, hash, value, expires)
  }

  #writeEffect({ home, id, door, session, effect, op, state, wall, payload }: WireEffect): void {
    if (state === 'ended') this.#statements.endEffect.run(home, id)
    else this.#statements.putEffect.run(home, id, door, session, effect, op, state, wall, payload)
  }
}

const port = parentPort
if (port === null) throw new Error('this file is the writer thread of a store, not a program')

const answer = (work: () => number): WriterReply => {
  try {
    return { type: 'done', count: work() }
  } catch (error) {
    return { type: 'failed', failure: sqliteFailure(error) }
  }
}

let writer: LogWriter | null = null

function perform(request: WriterRequest): number {
  if (writer === null) throw new Error('the writer did not open')
  switch (request.type) {
    case 'write':
      writer.write(request.group)
      return request.group.length
    case 'sweep':
      return writer.sweep(request.now, request.limit)
    case 'close':
      writer.close()
      return 0
    default:
      return request satisfies never
  }
}

port.on('message', (request: WriterRequest) => {
  port.postMessage(answer(() => perform(request)))
  if (request.type === 'close') port.close()
})
port.postMessage(
  answer(() => {
    writer = new LogWriter(String(workerData))
    return 0
  }),
)
