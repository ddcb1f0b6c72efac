// The least that can tell many: on POST /event a line goes to a file and to the disk, then to every WebSocket; on
// POST /picture so many bytes go to every WebSocket.
import { fdatasync, mkdtempSync, openSync, rmSync, write } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { WebSocketServer } from 'ws'

const EVENT_BYTES = 600
const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
const file = openSync(join(folder, 'lines'), 'a')
const append = promisify(write)
const sync = promisify(fdatasync)
const line = JSON.stringify({ type: 'ParcelObserved', data: 'x'.repeat(EVENT_BYTES) })

const server = createServer((request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => {
    void tell(request.url ?? '').then(() => response.end('{"result":"accepted"}'))
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })

async function tell(path: string): Promise<void> {
  const [what, bytes] = path.split('?')
  let message: string | Buffer = line
  if (what === '/picture') message = Buffer.alloc(Number(bytes), 0xd8)
  else {
    await append(file, `${line}\n`)
    await sync(file)
  }
  for (const socket of sockets.clients) socket.send(message)
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address ? address.port : 0)
})
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
