// A process that tries a broker and ends: what a stranger's broker answers is read here, where there is nothing to be had.
// Its one argument is the place, as JSON.
import { probeBroker } from '@portico/plugin-bridge-mqtt/probe'

// cast: `ask-broker.ts` of the same build writes it
const place = JSON.parse(process.argv[2] ?? '') as Parameters<typeof probeBroker>[0]
process.stdout.write(JSON.stringify(await probeBroker(place)))
