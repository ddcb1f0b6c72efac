// The courier: scans, waits, tries the handle every second whatever the hub believes, goes in, puts the parcel down and
// leaves, as well or as badly as the script says.
import type { HomeRuntime } from '@portico/runtime'
import { doorId } from '@portico/core'
import { FRONT } from '../run/life.ts'
import type { CourierScript } from './script.ts'
import type { Stage } from './stage.ts'

const SECOND = 1000
const BACK = doorId('back')
/** A code is good for a minute. */
const STALE_AFTER = 61_000
/** From a no to the next scan. */
const AGAIN_AFTER = { min: 6000, max: 12_000 }

export interface CourierOptions {
  readonly stage: Stage
  readonly script: CourierScript
  readonly label: string
  /** He has gone. */
  readonly onGone: () => void
}

export class Courier {
  readonly #options: CourierOptions
  #tries = 0
  /** With what he last came; shown again when a code is used twice. */
  #shown: Parameters<HomeRuntime['desk']['arrive']>[0] | null = null
  #inside = false
  #gone = false

  constructor(options: CourierOptions) {
    this.#options = options
  }

  arrive(): void {
    const { stage, script } = this.#options
    stage.tell('courier', 'comes to the door and scans the code')
    this.#scan()
    this.#tryHandle()
    stage.later(script.patience, () => this.#giveUp())
  }

  /** His page shows six digits: he types them. */
  readPin(pin: string): void {
    const { stage, script } = this.#options
    if (this.#gone) return
    const type = (who: string): void => {
      stage.tell(who, 'types the PIN')
      stage.house.door.do({ type: 'key-in', pin })
    }
    stage.later(stage.draw.integer(2000, 9000), () => type('courier'))
    if (script.sharesPin) stage.later(stage.draw.integer(12_000, 90_000), () => type('stranger'))
  }

  /** Code and label, as his phone sends them. What the hub answers he sees on its page. */
  #scan(): void {
    const { stage, script } = this.#options
    if (this.#gone || this.#inside || this.#tries >= script.tries) return
    const runtime = stage.hub.life?.runtime
    if (!runtime) return stage.later(3 * SECOND, () => this.#scan())
    this.#tries += 1
    void this.#prove(runtime).then(
      (refused) => refused !== null && this.#refused(refused),
      () => this.#refused('error'),
    )
  }

  /** Null when he was let on, else why not. */
  async #prove(runtime: HomeRuntime): Promise<string | null> {
    const { label, script } = this.#options
    const { desk, codes } = runtime
    const { code } = codes.mint(FRONT)
    const begun = await desk.beginByLabel({ door: FRONT, code, label })
    if (begun.refused !== null) return begun.refused
    const own = { pass: begun.pass, code, phone: 'his own phone' }
    switch (script.token) {
      case 'own':
        return (await desk.arrive(own)).refused
      case 'other-door':
        return (await desk.arrive({ ...own, code: codes.mint(BACK).code })).refused
      case 'invented':
        return (await desk.arrive({ ...own, code: 'invented' })).refused
      case 'replayed': {
        // The code of an earlier try, and this one twice.
        const earlier = this.#shown
        this.#shown = own
        if (earlier && (await desk.arrive(earlier)).refused === null) return null
        await desk.arrive(own)
        return (await desk.arrive(own)).refused
      }
      case 'stolen-link':
        await desk.arrive(own)
        return (await desk.arrive({ ...own, code: codes.mint(FRONT).code, phone: 'another phone' })).refused
      case 'stale':
        await this.#pause(STALE_AFTER)
        return (await desk.arrive(own)).refused
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#options.stage.later(ms, resolve))
  }

  #refused(code: string): void {
    const { stage } = this.#options
    stage.tell('courier', `is told no: ${code}`)
    stage.refused(code)
    stage.later(stage.draw.integer(AGAIN_AFTER.min, AGAIN_AFTER.max), () => this.#scan())
  }

  #tryHandle(): void {
    const { stage } = this.#options
    if (this.#gone || this.#inside) return
    const opened = stage.house.door
      .do({ type: 'open', from: 'outside', wide: true })
      .some(({ type }) => type === 'LeafOpened')
    if (opened) this.#enter()
    else stage.later(SECOND, () => this.#tryHandle())
  }

  #enter(): void {
    const { stage, script } = this.#options
    this.#inside = true
    stage.tell('courier', 'opens the door and goes in')
    stage.later(Math.min(2000, script.stays / 2), () => stage.house.door.do({ type: 'drop' }))
    if (script.shutsHimselfIn) stage.later(1000, () => this.#shut('shuts the door behind himself, inside'))
    stage.later(script.stays, () => this.#leave())
  }

  #leave(): void {
    const { stage, script } = this.#options
    const { door } = stage.house
    if (!door.truth.open) {
      stage.tell('courier', 'opens the door from inside')
      door.do({ type: 'open', from: 'inside', wide: true })
    }
    if (script.turnsThumbturn) door.do({ type: 'turn', to: 'lock' })
    if (script.second !== null) this.#second(script.second)
    if (script.leavesOpen) {
      stage.tell('courier', 'leaves, and the door stands open')
      return this.#go()
    }
    stage.later(SECOND, () => {
      this.#shut('goes out and shuts the door')
      if (script.keepsTrying === null) return this.#go()
      stage.later(script.keepsTrying, () => this.#go())
      this.#tryAgain()
    })
  }

  /** The handle goes on being tried after the door was shut: it opens until the bolt is thrown. */
  #tryAgain(): void {
    const { stage } = this.#options
    if (this.#gone) return
    const opened = stage.house.door
      .do({ type: 'open', from: 'outside', wide: true })
      .some(({ type }) => type === 'LeafOpened')
    if (opened) {
      stage.tell('courier', 'opens the door again')
      stage.later(4 * SECOND, () => this.#shut('shuts it once more'))
    }
    stage.later(SECOND, () => this.#tryAgain())
  }

  #second(inside: number): void {
    const { stage } = this.#options
    stage.tell('second person', 'slips in')
    stage.later(inside, () => {
      stage.tell('second person', 'comes out and shuts the door')
      stage.house.door.do({ type: 'open', from: 'inside', wide: true })
      stage.later(2 * SECOND, () => stage.house.door.do({ type: 'close' }))
    })
  }

  #shut(what: string): void {
    const { stage } = this.#options
    stage.tell('courier', what)
    stage.house.door.do({ type: 'close' })
  }

  #giveUp(): void {
    if (this.#inside || this.#gone) return
    this.#options.stage.tell('courier', 'gives up and leaves')
    this.#go()
  }

  #go(): void {
    if (this.#gone) return
    this.#gone = true
    this.#options.onGone()
  }
}
