// Goal: the hub believes an edge what it signed itself, now and in this epoch, and nothing else. Method: the lines to two
// doors' edges, frames of the true edge, of a stranger and of nobody.
import { EdgeLink, verifierOf } from '@portico/edge'
import { describe, expect, it } from 'vitest'
import type { PluginChild } from '../../src/plugins/plugin-child.ts'
import { locks, hubKeys, edgeKeys, otherKeys, frontEdge, House, Keeper } from './house-devices-bench.ts'

/** Only a mail has bytes behind its message. */
const NO_TAIL = new Uint8Array()

describe('the line to an edge', () => {
  const edgeOf = (house: House): { readonly edge: EdgeLink; readonly tell: (frame: string) => void } => {
    const events = house.devices.eventsFor(locks)
    return {
      edge: frontEdge(),
      tell: (frame) => events.report({ kind: 'edge', device: 'front-edge', frame }, NO_TAIL),
    }
  }
  const sayAlive = (edge: EdgeLink, house: House): string =>
    edge.say({ type: 'alive', at: house.clock.mono() }, house.clock.mono())[0] ?? ''

  it('T9: greets an edge that knows only the epoch before, and does not call that an attack', () => {
    const house = new House()
    const keeper = new Keeper()
    // cast: of a plugin only what it is asked is looked at
    house.devices.attach(locks, keeper as unknown as PluginChild)
    house.serve()
    const { edge, tell } = edgeOf(house)
    house.reports.length = 0
    tell(sayAlive(edge, house))
    expect([house.reports, house.refused]).toEqual([[], []])
    // cast: asked of an edge
    const hello = keeper.asked.at(-1) as { readonly frame: string }
    expect(edge.hear(hello.frame, house.clock.mono())).toMatchObject({ fault: null, word: { type: 'hello' } })
    tell(sayAlive(edge, house))
    expect(house.reports).toEqual([['front', { type: 'ReportEdge' }]])
  })

  it('T9: counts what is forged, replayed or touched as no report, and notes it', () => {
    const house = new House().serve()
    const { edge, tell } = edgeOf(house)
    edge.hear(house.edges.helloTo('front-edge') ?? '', house.clock.mono())
    const alive = sayAlive(edge, house)
    tell(alive)
    house.reports.length = 0
    const stranger = new EdgeLink({
      edge: 'front-edge',
      sign: otherKeys.sign,
      verify: verifierOf(hubKeys.publicKey),
      kept: { epoch: 7, life: 9 },
    })
    tell(alive)
    tell(sayAlive(stranger, house))
    tell(sayAlive(edge, house).replace('alive', 'fire'))
    tell('')
    expect(house.reports).toEqual([])
    expect(house.refused).toEqual([
      'front-edge replayed',
      ...Array.from({ length: 3 }, () => 'front-edge unsigned'),
    ])
  })

  it('T9: pins the first key of an edge; another one is nobody, and its door unfit', () => {
    const house = new House().serve()
    house.reports.length = 0
    const events = house.devices.eventsFor(locks)
    events.offered({ kind: 'edge', id: 'front-edge', key: otherKeys.publicKey })
    events.up()
    expect(house.fitness()).toEqual(['front DEADMAN_UNARMED'])
    expect(house.pins.get('front-edge')).toBe(edgeKeys.publicKey)
    const { edge, tell } = edgeOf(house)
    tell(sayAlive(edge, house))
    expect(house.refused).toEqual(['front-edge other-key', 'front-edge other-key'])
    events.offered({ kind: 'edge', id: 'front-edge', key: edgeKeys.publicKey })
    events.up()
    expect(house.fitness().at(-1)).toBe('front null')
  })
})
