// Goal: one wish to end is heard, the same wish told twice is one, and impatience ends the hub at once. Method: signals
// and time as a test makes them.
import { EventEmitter } from 'node:events'
import { milliseconds, seconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { type StopSignal, type StopSignals, exitCodeOf, stopSignals } from '../../src/start/stop-signals.ts'

class Program {
  readonly clock = new TestClock()
  readonly process = new EventEmitter()
  readonly forced: StopSignal[] = []
  readonly signals: StopSignals
  heard: StopSignal | null = null

  constructor() {
    // cast: of a process only its signals are listened to
    const emitter = this.process as unknown as Pick<NodeJS.Process, 'on' | 'off'>
    this.signals = stopSignals(this.clock, (signal) => void this.forced.push(signal), emitter)
    void this.signals.first.then((signal) => (this.heard = signal))
  }

  async send(signal: StopSignal): Promise<void> {
    // As Node does: name and number.
    this.process.emit(signal, signal, 15)
    await this.clock.advance(milliseconds(0))
  }
}

describe('a wish to end', () => {
  it.each<[StopSignal, number]>([
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ])('by %s is heard and ends with %i', async (signal, code) => {
    const program = new Program()
    await program.clock.advance(seconds(5))
    expect(program.heard).toBeNull()
    await program.send(signal)
    expect(program.heard).toBe(signal)
    expect(exitCodeOf(signal)).toBe(code)
    expect(program.forced).toEqual([])
  })

  it('told twice within a second, as npm does, is one', async () => {
    const program = new Program()
    await program.send('SIGINT')
    await program.send('SIGINT')
    await program.clock.advance(seconds(1))
    await program.send('SIGTERM')
    expect({ heard: program.heard, forced: program.forced }).toEqual({ heard: 'SIGINT', forced: [] })
  })

  it('told again later is impatience, each time', async () => {
    const program = new Program()
    await program.send('SIGTERM')
    await program.clock.advance(milliseconds(seconds(1) + 1))
    await program.send('SIGINT')
    await program.send('SIGTERM')
    expect({ heard: program.heard, forced: program.forced }).toEqual({
      heard: 'SIGTERM',
      forced: ['SIGINT', 'SIGTERM'],
    })
  })

  it('is left to the system when nobody listens any more', () => {
    const program = new Program()
    program.signals[Symbol.dispose]()
    expect(program.process.eventNames()).toEqual([])
  })
})
