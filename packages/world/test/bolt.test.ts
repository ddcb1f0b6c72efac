// Goal: the bolt moves as real ones do. Method: short stories in virtual time, one per rule.
import { milliseconds, seconds } from '@portico/core'
import { nextChange, readBolt } from '@portico/world'
import { describe, expect, it } from 'vitest'
import { at, hub, openInside, openOutside, story } from './story.ts'

describe('a motor', () => {
  it('takes its time, and is half way in between', () => {
    const going = story().do(1_000, hub('unlock')).wait(1_450)
    expect(going.truth).toMatchObject({ bolt: 'half', boltPosition: 0.5, boltMoves: true })
    expect(going.wait(1_899).truth.bolt).toBe('half')
    expect(going.wait(1_900).truth).toMatchObject({ bolt: 'withdrawn', boltMoves: false })
  })

  it('says when it started and when it arrived', () => {
    expect(story().do(0, hub('unlock')).wait(5_000).happened).toEqual([
      { type: 'CommandHeard', to: 'unlock', by: 'hub' },
      { type: 'BoltStarted', aim: 'unlock', by: 'hub' },
      { type: 'BoltStopped', position: 0, by: 'hub', why: 'arrived' },
    ])
  })

  it('does nothing when the bolt is where it should be', () => {
    expect(story().do(0, hub('lock')).names).toEqual(['CommandHeard'])
  })

  it('turns round in the middle', () => {
    const turned = story().do(0, hub('unlock')).do(450, hub('lock'))
    expect(turned.wait(899).truth.bolt).toBe('half')
    expect(turned.wait(900).truth.bolt).toBe('thrown')
  })

  it('does not start after the last moment of its command, and does start in it', () => {
    const order = { type: 'command', to: 'unlock', by: 'hub', notAfter: at(2_000) } as const
    expect(story().do(2_001, order).names).toEqual(['CommandVoid'])
    expect(story().do(2_000, order).names).toEqual(['CommandHeard', 'BoltStarted'])
  })

  it('throws the bolt at an open leaf, which then cannot shut', () => {
    const out = story({ bolt: 0 }).do(0, openOutside).do(2_000, hub('lock')).wait(3_000)
    expect(out.truth).toMatchObject({ bolt: 'thrown', leaf: 'open' })
    const shut = out.do(4_000, { type: 'close' }).wait(6_000)
    expect(shut.truth).toMatchObject({ leaf: 'open', leafPosition: 0.12 })
    expect(shut.names.at(-1)).toBe('LeafBlocked')
  })
})

describe('a jam', () => {
  it('ends the motion where it is, and the lock feels it', () => {
    const jammed = story({ jam: 0.5 }).do(0, hub('unlock')).wait(5_000)
    expect(jammed.truth).toMatchObject({ bolt: 'half', boltPosition: 0.5 })
    expect(readBolt(jammed.world)).toBe('jammed')
    expect(jammed.happened.at(-1)).toMatchObject({ type: 'BoltStopped', why: 'jammed' })
  })

  it('at the bolt itself makes the motor push and give up', () => {
    const stuck = story({ jam: 1 }).do(0, hub('unlock'))
    expect(readBolt(stuck.wait(399).world)).toBe('moving')
    expect(stuck.wait(400).truth.bolt).toBe('thrown')
    expect(readBolt(stuck.wait(400).world)).toBe('jammed')
  })

  it('put in the way of a moving bolt stops it there', () => {
    const met = story().do(0, hub('unlock')).do(300, { type: 'jam', at: 0.2 }).wait(5_000)
    expect(met.truth.boltPosition).toBe(0.2)
  })

  it('behind a moving bolt does not matter', () => {
    const past = story().do(0, hub('unlock')).do(600, { type: 'jam', at: 0.9 }).wait(5_000)
    expect(past.truth.bolt).toBe('withdrawn')
  })

  it('is over when it was removed: the next command works', () => {
    const freed = story({ jam: 0.5 }).do(0, hub('unlock')).do(5_000, { type: 'jam', at: null })
    expect(freed.do(6_000, hub('unlock')).wait(7_000).truth.bolt).toBe('withdrawn')
  })

  it('holds the thumbturn too, but never the inside handle', () => {
    const jammed = story({ jam: 1 })
    expect(jammed.do(0, { type: 'turn', to: 'unlock' }).refused).toBe('turn: jam')
    expect(jammed.do(0, openInside).wait(1_000).truth).toMatchObject({ leaf: 'open', bolt: 'withdrawn' })
  })
})

describe('a lock that is not well', () => {
  it('hears nothing with an empty battery or while it reboots', () => {
    expect(story({ battery: 0 }).do(0, hub('unlock')).names).toEqual(['CommandUnheard'])
    const rebooting = story().do(0, { type: 'power', on: false })
    expect(rebooting.do(1, hub('unlock')).names.at(-1)).toBe('CommandUnheard')
    const again = rebooting.do(20_000, { type: 'power', on: true }).do(20_001, hub('unlock'))
    expect(again.wait(30_000).truth.bolt).toBe('withdrawn')
  })

  it('whose battery dies in motion leaves the bolt half thrown', () => {
    const died = story().do(0, hub('unlock')).do(450, { type: 'battery', percent: 0 }).wait(9_000)
    expect(died.truth).toMatchObject({ bolt: 'half', boltMoves: false, lockDead: true })
    expect(died.happened.at(-1)).toMatchObject({ type: 'BoltStopped', why: 'power' })
  })

  it('still turns by hand when it is dead', () => {
    const turned = story({ battery: 0 }).do(0, { type: 'turn', to: 'unlock' }).wait(1_000)
    expect(turned.truth.bolt).toBe('withdrawn')
  })

  it('with a fault refuses, and moves nothing', () => {
    const fault = story().do(0, { type: 'fault', on: true }).do(1, hub('unlock')).wait(9_000)
    expect(fault.names).toEqual(['CommandFailed'])
    expect(fault.truth.bolt).toBe('thrown')
  })

  it('that obeys late opens long after its command has expired', () => {
    const order = { type: 'command', to: 'unlock', by: 'hub', notAfter: at(2_000) } as const
    const ghost = story()
      .do(0, { type: 'ghost', after: seconds(60) })
      .do(1_000, order)
    expect(ghost.wait(60_999).truth.bolt).toBe('thrown')
    expect(ghost.wait(62_000).truth.bolt).toBe('withdrawn')
  })

  it('forgets late commands when it reboots', () => {
    const ghost = story()
      .do(0, { type: 'ghost', after: seconds(60) })
      .do(0, hub('unlock'))
    const off = ghost.do(1_000, { type: 'power', on: false }).do(2_000, { type: 'power', on: true })
    expect(off.wait(99_000).truth.bolt).toBe('thrown')
  })
})

describe('the lock’s own timer', () => {
  const relocking = { bolt: 1, relockAfter: seconds(5) }

  it('throws the bolt after its time', () => {
    const open = story(relocking).do(0, hub('unlock'))
    expect(open.wait(5_899).truth.bolt).toBe('withdrawn')
    expect(open.wait(6_800).truth.bolt).toBe('thrown')
  })

  it('waits for a shut leaf when it senses the leaf, counted from the shutting', () => {
    const left = story(relocking).do(0, hub('unlock')).do(1_000, openOutside).wait(60_000)
    expect(left.truth.bolt).toBe('withdrawn')
    const shut = left.do(60_000, { type: 'close' })
    expect(shut.wait(65_799).truth.bolt).toBe('withdrawn')
    expect(shut.wait(66_700).truth).toMatchObject({ bolt: 'thrown', leaf: 'closed' })
  })

  it('of a cheap lock throws it at an open leaf', () => {
    const cheap = story({ ...relocking, relockSensesLeaf: false }).do(0, hub('unlock'))
    expect(cheap.do(1_000, openOutside).wait(60_000).truth).toMatchObject({ bolt: 'thrown', leaf: 'open' })
  })

  it('counts for a bolt withdrawn by hand as well', () => {
    expect(story(relocking).do(0, { type: 'turn', to: 'unlock' }).wait(9_000).truth.bolt).toBe('thrown')
  })

  it('tries once at a jam and then rests', () => {
    const jammed = story({ ...relocking, bolt: 0, jam: 0.5 }).do(0, {
      type: 'relock',
      after: milliseconds(5_000),
      sensesLeaf: true,
    })
    expect(nextChange(jammed.wait(60_000).world)).toBeNull()
  })
})
