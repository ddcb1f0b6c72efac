#!/usr/bin/env node
// The program: from source where the workspace's condition is set, else as it was built.
import nodeModule from 'node:module'
import { join } from 'node:path'

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `portico: Node ${process.version} is too old, 24 or newer is needed (npm start and npm run portico bring one)\n`,
  )
  process.exit(1)
}

const fromSource = process.execArgv.some((flag) => flag.endsWith('@portico/source'))
// Beside the code, never in a folder that others may write to: what lies there is run. Where nothing can be written,
// nothing is kept.
const cache = fromSource ? '../../node_modules/.cache/portico/compiled' : '.compiled'
nodeModule.enableCompileCache(join(import.meta.dirname, cache))

const { main } = await import(fromSource ? './src/main.ts' : './dist/main.js')

const write = (stream, line) =>
  new Promise((resolve) => {
    if (stream.write(`${line}\n`)) resolve()
    else stream.once('drain', resolve)
  })

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await main(process.argv.slice(2), {
  print: (line) => write(process.stdout, line),
  tell: (line) => void process.stderr.write(`${line}\n`),
})
