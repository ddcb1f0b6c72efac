// Owns a data folder until it is killed.
import { TestClock } from '@portico/testing'
import { writeSync } from 'node:fs'
import { openStore } from '../../src/open-store.ts'

const store = await openStore({ folder: process.argv[2] ?? '', clock: new TestClock() })
writeSync(1, `opened ${store.epoch}\n`)
