// The least that can answer a webhook: reads the body and says 200. No signature, no journal, no routes.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  request.on('data', () => undefined)
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"result":"accepted"}')
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address ? address.port : 0)
})
process.on('disconnect', () => process.exit())
