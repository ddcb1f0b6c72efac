// What the disk holds, asked of the product's own export: also of a hub that is dead.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { JournalLine } from '@portico/core'

const program = join(resolve(import.meta.dirname, '../..'), 'packages/hub/bin.mjs')

export async function* journalLines(data: string): AsyncGenerator<JournalLine> {
  const args = ['--conditions=@portico/source', program, 'journal', 'export', '--data', data]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  // cast: the export prints a line of the journal on each
  for await (const text of createInterface({ input: child.stdout })) yield JSON.parse(text) as JournalLine
  const [code] = await ended
  if (code !== 0) throw new Error(`journal export ended with ${String(code)}`)
}

/** How often each body of a webhook stands in the journal, by the hash of its bytes. */
export async function bodiesIn(data: string): Promise<ReadonlyMap<string, number>> {
  const bodies = new Map<string, number>()
  for await (const { type, data: fields } of journalLines(data)) {
    const { body } = fields
    if (type === 'ParcelObserved' && typeof body === 'string') bodies.set(body, (bodies.get(body) ?? 0) + 1)
  }
  return bodies
}
