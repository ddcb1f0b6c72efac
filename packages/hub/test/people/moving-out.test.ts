// Moving out over restarts and failing disks: what waits goes on waiting, what was begun is finished, and nobody comes back
// by a disk that refused. Method: virtual time, a journal that fails when told.
import { type ActorId, hours, minutes } from '@portico/core'
import { describe, expect, it } from 'vitest'
import type { MovingOut } from '../../src/people/household.ts'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { LEAVE_NOTICE, createMovingOut } from '../../src/people/moving-out.ts'
import { PeopleBench } from './people-bench.ts'

class LeaveBench extends PeopleBench {
  readonly released: ActorId[] = []
  isReleaseRefused = false
  #leaving: (MovingOut & Disposable) | null = null

  get movingOut(): MovingOut {
    this.#leaving ??= createMovingOut({
      ...this.parts,
      people: this.people,
      grants: [createFaceBook({ ...this.parts, log: this.log })],
      acts: {
        release: (person) => {
          if (this.isReleaseRefused) return Promise.reject(new Error('no'))
          this.released.push(person)
          return Promise.resolve()
        },
      },
      log: this.log,
    })
    return this.#leaving
  }

  async join(name: string | null, role: 'adult' | 'child' = 'adult'): Promise<ActorId> {
    const { secret } = await this.people.mintLink(name, { role, by: null })
    const signed = await this.people.signIn(secret)
    if (!signed) throw new Error('not signed in')
    return signed.person.id
  }

  restart(): void {
    this.#leaving?.[Symbol.dispose]()
    this.#leaving = null
    this.end()
    this.begin()
  }
}

describe('moving out', () => {
  it('goes on waiting after a restart, for what is left of the day', async () => {
    using bench = new LeaveBench()
    const [ada, ben] = [await bench.join(null), await bench.join('Ben')]
    await bench.movingOut.ask(ben, ada)
    await bench.clock.advance(hours(10))
    bench.restart()
    expect(bench.movingOut.of(ben)).toMatchObject({ by: ada })
    await bench.clock.advance(hours(13))
    expect(bench.people.all).toHaveLength(2)
    await bench.clock.advance(hours(2))
    expect(bench.people.all.map(({ id }) => id)).toEqual([ada])
    expect([bench.released, bench.movingOut.of(ben)]).toEqual([[ben], null])
    bench.restart()
    expect(bench.people.all.map(({ id }) => id)).toEqual([ada])
  })

  it('releases the parcels after a restart that came between', async () => {
    using bench = new LeaveBench()
    const [, ben] = [await bench.join(null), await bench.join('Ben')]
    bench.isReleaseRefused = true
    await expect(bench.movingOut.ask(ben, ben)).rejects.toThrow('no')
    expect(bench.people.all).toHaveLength(1)
    bench.restart()
    bench.isReleaseRefused = false
    expect(bench.movingOut.of(ben)).not.toBeNull()
    await bench.clock.advance(minutes(2))
    expect([bench.released, bench.movingOut.of(ben)]).toEqual([[ben], null])
    expect(bench.facts.filter((fact) => fact === 'person-left')).toHaveLength(1)
  })

  it('of two adults who put each other out the one who was asked first goes, and the last one stays', async () => {
    using bench = new LeaveBench()
    const [ada, ben] = [await bench.join(null), await bench.join('Ben')]
    await bench.movingOut.ask(ben, ada)
    await bench.clock.advance(minutes(5))
    await bench.movingOut.ask(ada, ben)
    await bench.clock.advance(LEAVE_NOTICE)
    await bench.clock.advance(hours(1))
    expect(bench.people.all.map(({ id }) => id)).toEqual([ada])
    expect(bench.movingOut.of(ada)).toBeNull()
    expect(bench.facts.at(-1)).toBe('person-leave-stopped')
  })

  it('of oneself is at once, and shortens what another one asked for', async () => {
    using bench = new LeaveBench()
    const [ada, ben] = [await bench.join(null), await bench.join('Ben')]
    await bench.movingOut.ask(ben, ada)
    await bench.movingOut.ask(ben, ben)
    expect(bench.people.all.map(({ id }) => id)).toEqual([ada])
    await expect(bench.movingOut.ask(ada, ada)).rejects.toMatchObject({ code: 'HUB_PEOPLE_LAST' })
  })
})
