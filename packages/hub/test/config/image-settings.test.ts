// Goal: the image starts the same home as a checkout does, and differs in where the house listens, and in
// what follows from that: it speaks HTTPS too.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultHome } from '../../src/config/default-home.data.ts'
import { check } from './home-text.ts'

const image = readFileSync(join(import.meta.dirname, '../../../../docker/portico.yaml'), 'utf8')

it('the home of the image is the default home, with a house on every address', async () => {
  const [ours, usual] = await Promise.all([check(image), check(defaultHome)])
  expect(ours.faults).toEqual([])
  expect(ours.settings).toEqual({ ...usual.settings, house: { host: '0.0.0.0', port: 8080 }, https: true })
})
