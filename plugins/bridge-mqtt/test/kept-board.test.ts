// What the broker has of us: the newest of each topic, everything again on a new connection, nothing that is wanted no more.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeptBoard, type KeptPublisher } from '../src/told/kept-board.ts'
import { KeptBook } from '../src/told/kept-book.ts'

let storage = ''
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'portico-kept-'))
})
afterEach(() => {
  rmSync(storage, { recursive: true })
})

/** A broker that keeps what it is told. */
class Keeping implements KeptPublisher {
  readonly kept = new Map<string, string>()
  readonly heard: string[] = []
  #breaksAfter = Infinity

  breakAfter(count: number): void {
    this.#breaksAfter = count
  }
  async publish(topic: string, payload: string, { retain }: { readonly retain: boolean }): Promise<void> {
    if (this.heard.length >= this.#breaksAfter) throw new Error('broke')
    this.heard.push(`${topic} ${payload}`)
    if (retain && payload !== '') this.kept.set(topic, payload)
    else if (retain) this.kept.delete(topic)
    await Promise.resolve()
  }
}

const wanted = (entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(entries))

test('without a broker only the newest of each topic waits', async () => {
  const broker = new Keeping()
  const board = new KeptBoard(new KeptBook(storage, 'Haus'), 's')
  for (let each = 0; each < 1_000; each++) board.want(wanted({ a: String(each) }))
  await board.settle()
  board.attach(broker)
  await board.settle()
  expect(broker.heard).toEqual(['a 999'])
})

test('what has not changed is told once, and on another connection again', async () => {
  const broker = new Keeping()
  const board = new KeptBoard(new KeptBook(storage, 'Haus'), 's')
  board.attach(broker)
  board.want(wanted({ a: '1', b: '1' }))
  await board.settle()
  board.want(wanted({ a: '1', b: '2' }))
  await board.settle()
  expect(broker.heard).toEqual(['a 1', 'b 1', 'b 2'])
  board.attach(broker)
  await board.settle()
  expect(broker.heard.slice(3)).toEqual(['a 1', 'b 2'])
})

test('a line that breaks loses nothing: the next one is told all of it', async () => {
  const [broken, whole] = [new Keeping(), new Keeping()]
  broken.breakAfter(1)
  const board = new KeptBoard(new KeptBook(storage, 'Haus'), 's')
  board.attach(broken)
  board.want(wanted({ a: '1', b: '1', c: '1' }))
  await expect(board.settle()).rejects.toThrow('broke')
  board.detach()
  board.attach(whole)
  await board.settle()
  expect(Object.fromEntries(whole.kept)).toEqual({ a: '1', b: '1', c: '1' })
})

test('what was told before a crash is known to the next process, and taken away', async () => {
  const broker = new Keeping()
  const first = new KeptBoard(new KeptBook(storage, 'Haus'), 's')
  first.attach(broker)
  first.want(wanted({ a: '1', gone: '1' }))
  await first.settle()
  const book = new KeptBook(storage, 'Another name')
  expect(book.name.slug).toBe('haus')
  const second = new KeptBoard(book, 's')
  second.attach(broker)
  second.want(wanted({ a: '2' }))
  await second.settle()
  expect(Object.fromEntries(broker.kept)).toEqual({ a: '2' })
  expect([...book.topics]).toEqual(['a'])
})

test('a book that was damaged is begun anew', () => {
  const before = new KeptBook(storage, 'Haus').name
  const file = join(storage, 'kept.json')
  for (const text of ['', '{', 'null', '{"name":{"slug":"../x","id":"1"},"topics":[]}', '[]']) {
    writeFileSync(file, text)
    expect(new KeptBook(storage, 'Haus').name.id).not.toBe(before.id)
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ name: { slug: 'haus' }, topics: [] })
})
