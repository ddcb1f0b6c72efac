#!/usr/bin/env node
// Judges an export with no hub: portico journal export > FILE; bin.mjs FILE (or - for standard input).
// Exit 0: clean. 1: findings. 2: not readable.
import { readFileSync } from 'node:fs'

const fromSource = process.execArgv.some((flag) => flag.endsWith('@portico/source'))
const { main } = await import(fromSource ? './src/main.ts' : './dist/main.js')

process.exitCode = main(process.argv.slice(2), {
  read: (path) => readFileSync(path === '-' ? 0 : path, 'utf8'),
  print: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
})
