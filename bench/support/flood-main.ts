// Whoever stands in the street with a machine of his own: many connections that send what a stranger can send, at a rate
// that does not wait for answers, or patiently, one request a connection. Tells its parent once a second how much it
// sent and how much was answered.
import { type Socket, connect } from 'node:net'

const [port = '', rate = '', connections = '', how = ''] = process.argv.slice(2)
const PER_SECOND = Number(rate)
const SOCKETS = Number(connections)
const isPatient = how === 'patient'
/** Rounds a second in which what is due is sent. */
const ROUNDS = 100

const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
const CODE = 'A'.repeat(22)
const kinds = [
  post('/d/front', `{"code":"${CODE}","label":"1Z0000000000000000"}`),
  post(`/c/${CODE}/arrive`, `{"code":"${CODE}"}`),
  post('/hooks/easypost', '{"id":"evt_forged"}'),
  get(`/c/${CODE}`),
  get('/d/front'),
  get('/healthz'),
]

let sent = 0
let answered = 0
let kind = 0
/** Lines on which an answer is awaited. */
const waiting = new WeakSet<Socket>()

function open(): Socket {
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf('HTTP/1.1 '); at >= 0; at = chunk.indexOf('HTTP/1.1 ', at + 9)) answered += 1
    waiting.delete(socket)
  })
  socket.on('error', () => undefined)
  return socket
}

const sockets = Array.from({ length: SOCKETS }, open)
let owed = 0
let turn = 0
setInterval(() => {
  owed += PER_SECOND / ROUNDS
  for (; owed >= 1; owed -= 1) {
    turn = (turn + 1) % SOCKETS
    const socket = sockets[turn]
    if (!socket || socket.destroyed) {
      sockets[turn] = open()
      continue
    }
    // A line that takes nothing any more is full: that is the hub's defence, and counts as not sent.
    if (socket.writableLength > 64_000 || (isPatient && waiting.has(socket))) continue
    waiting.add(socket)
    socket.write(kinds[kind++ % kinds.length] ?? '')
    sent += 1
  }
}, 1000 / ROUNDS)
setInterval(() => {
  process.send?.({ sent, answered })
  sent = 0
  answered = 0
}, 1000)
process.on('disconnect', () => process.exit(0))
