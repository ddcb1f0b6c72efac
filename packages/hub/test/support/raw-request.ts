// A request byte for byte, for what no well-behaved client sends.
import { connect } from 'node:net'

/** Everything that came back until the other side hung up, as text. */
export function sendRaw(base: string, text: string): Promise<string> {
  const { hostname, port } = new URL(base)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => void socket.write(text))
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => void (answer += chunk))
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no end of the answer: ${answer}`)))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}
