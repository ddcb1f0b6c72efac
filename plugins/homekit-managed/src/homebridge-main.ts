// The process of Homebridge: ends when whoever started it is gone, however that ended, so that no port stays taken.
import { pathToFileURL } from 'node:url'

const [, , main = '', ...args] = process.argv
process.stdin.resume()
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.on('close', () => process.kill(process.pid, 'SIGTERM'))
process.argv = [process.execPath, main, ...args]
await import(pathToFileURL(main).href)
