// The process that dies: tells one story in one folder and ends itself, by SIGKILL and with no warning to anybody, at
// the write it was given. Prints how many writes the story took when it came to its end.
import { type DeathAt, readOrder } from './crash-order.ts'
import { DiskHome } from './disk-home.ts'
import { stories } from './stories.ts'

const order = readOrder(process.argv[2])
const story = stories[order.story]

let home: DiskHome | null = null

/** The house is written down as it stands in this instant; then nothing more of this process runs. */
function die(): void {
  home?.writeDown([])
  process.kill(process.pid, 'SIGKILL')
}

const at: DeathAt | null = order.dies
home = await DiskHome.open({
  folder: order.folder,
  downMs: order.downMs,
  isRecorded: true,
  watcher: {
    onAsked: (write, batch) => {
      if (at?.side === 'before' && at.write === write) die()
      if (home) story.onAsked?.(home, batch)
    },
    onHandedOver: (write) => {
      if (at?.side !== 'during' || at.write !== write) return
      // The queue goes to the writer thread at the end of this turn; a turn later it is in the middle of its work.
      setImmediate(() => setImmediate(die))
    },
    onDurable: (write, { lines }) => {
      if (at?.side === 'after' && at.write === write) die()
      if (at?.side === 'told' && lines.some(({ type }) => type === at.type)) die()
    },
  },
})
await story.tell(home)
await home.settle()
process.stdout.write(`${home.journal.writes}\n`)
if (order.isClosed === true) await home[Symbol.asyncDispose]()
// Else not closed in its order: that is no part of the story, and what it wrote is durable.
process.exit(0)
