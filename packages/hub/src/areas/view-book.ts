// What is drawn in the view of each camera. The settings file seeds it and a person draws it anew: then the leaf and the
// drop zone of the page count. Masks of the file hold always; a mask of the page holds at once, and is taken off only after
// a wait in which anybody of the home may stop it (threats T13).
import { type DoorSettings, type WallTime, after, milliseconds, seconds, wallTime } from '@portico/core'
import { type Area, type Clock, PLAIN_VIEW, type ViewSetup, type Wake, codeOf } from '@portico/ports'
import { type HomeRuntime, LOOSEN_AFTER, SerialByKey } from '@portico/runtime'
import type { Logger } from 'pino'
import { areaFault } from '../config/area-fault.ts'
import { httpError } from '../http/http-errors.ts'
import { type AuditFact, audit } from '../people/audit.ts'

/** As many as a settings file may have. */
export const MASKS_MAX = 8

/** What is asked for. */
export interface Drawing {
  readonly leaf: Area | null
  readonly drop: Area | null
  readonly masks: readonly Area[]
}

interface Unmasking {
  /** What is masked once it is done. */
  readonly masks: readonly Area[]
  readonly asked: WallTime
  readonly at: WallTime
  readonly by: string
}

/** As it is kept. */
interface Drawn extends Drawing {
  readonly pending: Unmasking | null
}

/** For who looks at it. */
export interface DrawnView extends Drawn {
  /** Nobody has drawn on the page: leaf and drop zone are those of the settings file. */
  readonly fromFile: boolean
  /** Masks of the settings file. */
  readonly fixed: readonly Area[]
}

/** As far as it concerns the views of cameras. */
interface ViewSettings {
  readonly doors: readonly {
    readonly name: string
    readonly cameras: readonly { readonly id: string; readonly witness: boolean }[]
    readonly settings: Pick<DoorSettings, 'thirdWitness'>
  }[]
  readonly views: Readonly<Record<string, ViewSetup>>
}

export interface ViewBookParts {
  readonly settings: ViewSettings
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly log: Logger
  /** What is drawn in this view is another thing from now on. */
  readonly onDrawn: (camera: string, setup: ViewSetup) => void
}

/** An unmasking whose line could not be written is tried again after this. */
const TRY_AGAIN = seconds(5)

export class ViewBook implements Disposable {
  readonly #parts: ViewBookParts
  readonly #drawn = new Map<string, Drawn>()
  readonly #wakes = new Map<string, Wake>()
  /** One change of a camera at a time. */
  readonly #serial = new SerialByKey()

  constructor(parts: ViewBookParts) {
    this.#parts = parts
    for (const { id, value } of parts.records.all('areas')) {
      // cast: only this class writes these records
      this.#drawn.set(id, value as Drawn)
      this.#await(id)
    }
  }

  /** What counts now. */
  setup(camera: string): ViewSetup {
    const { proof, leaf, drop, masks } = this.#parts.settings.views[camera] ?? PLAIN_VIEW
    const drawn = this.#drawn.get(camera)
    if (!drawn) return { proof, leaf, drop, masks }
    return { proof, leaf: drawn.leaf, drop: drawn.drop, masks: [...masks, ...drawn.masks] }
  }

  view(camera: string): DrawnView {
    const { leaf, drop, masks: fixed } = this.#parts.settings.views[camera] ?? PLAIN_VIEW
    const drawn = this.#drawn.get(camera)
    return { leaf, drop, masks: [], pending: null, ...drawn, fixed, fromFile: drawn === undefined }
  }

  /** Whether a mask that holds now would be missing, and nobody has asked for that yet. */
  unmasks(camera: string, masks: readonly Area[]): boolean {
    const { masks: now, pending } = this.view(camera)
    const isMissing = now.some((mask) => !has(masks, mask))
    return isMissing && !(pending && sameMasks(pending.masks, masks))
  }

  /**
   * Leaf, drop zone and what is masked more: at once. What is masked less: after the wait. Resolves once it is durable.
   * @throws HubError `HUB_AREA_SHAPE`, `HUB_AREA_WITNESS` or `HUB_AREA_LEAF`; then nothing has changed
   */
  draw(camera: string, drawing: Drawing, by: string): Promise<void> {
    this.#check(camera, drawing)
    return this.#serial.run([camera], async () => {
      const before = this.view(camera)
      const missing = before.masks.filter((mask) => !has(drawing.masks, mask))
      const masks = [...drawing.masks, ...missing]
      if (masks.length > MASKS_MAX)
        throw httpError(
          'HUB_AREA_SHAPE',
          `more than ${MASKS_MAX} masks would hold until the old ones are off`,
        )
      const pending = missing.length > 0 ? this.#pendingOf(before, drawing, by) : null
      const { leaf, drop } = drawing
      // What nobody may see is masked from this moment on, whatever the disk does.
      if (masks.length > before.masks.length) this.#keep(camera, { ...kept(before), masks })
      const next = { leaf, drop, masks, pending }
      const isNew = pending !== null && pending !== before.pending
      if (isNew) await this.#write('unmasking-asked', { camera, next, by, at: pending.at })
      else await this.#write('areas-drawn', { camera, next, by })
      this.#keep(camera, next)
    })
  }

  /** The masks stay. Resolves once that is durable; false when nothing waited. */
  stop(camera: string, by: string): Promise<boolean> {
    return this.#serial.run([camera], async () => {
      const before = this.view(camera)
      if (!before.pending) return false
      const next = { ...kept(before), pending: null }
      // It must not come true any more, whatever the disk does.
      this.#keep(camera, next)
      await this.#write('unmasking-stopped', { camera, next, by })
      return true
    })
  }

  [Symbol.dispose](): void {
    for (const wake of this.#wakes.values()) wake.cancel()
    this.#wakes.clear()
  }

  #check(camera: string, { leaf, drop, masks }: Drawing): void {
    const named: readonly (readonly [string, Area | null])[] = [
      ['the leaf', leaf],
      ['the drop zone', drop],
      ...masks.map((mask, n) => [`mask ${n + 1}`, mask] as const),
    ]
    for (const [name, area] of named) {
      const fault = area && areaFault(area)
      if (fault) throw httpError('HUB_AREA_SHAPE', `${name} ${fault}`)
    }
    for (const door of this.#parts.settings.doors) {
      if (!door.cameras.some(({ id, witness }) => witness && id === camera)) continue
      if (masks.length > 0)
        throw httpError('HUB_AREA_WITNESS', `${camera} is the witness of ${door.name}: it has to film`)
      if (leaf === null && door.settings.thirdWitness === 'leaf-picture')
        throw httpError('HUB_AREA_LEAF', `the picture of the leaf is a witness of ${door.name}`)
    }
  }

  /** Asked for once: the wait does not begin anew with the same wish. */
  #pendingOf({ pending }: Drawn, { masks }: Drawing, by: string): Unmasking {
    if (pending && sameMasks(pending.masks, masks)) return pending
    const asked = this.#parts.clock.wall()
    return { masks, asked, at: wallTime(asked + LOOSEN_AFTER), by }
  }

  #keep(camera: string, drawn: Drawn): void {
    this.#drawn.set(camera, drawn)
    this.#await(camera)
    this.#parts.onDrawn(camera, this.setup(camera))
  }

  async #write(
    what: AuditFact,
    { camera, next, by, at }: { camera: string; next: Drawn; by: string; at?: WallTime },
  ): Promise<void> {
    const { journal, records } = this.#parts
    await audit(journal, {
      what,
      by,
      more: { camera, masks: next.masks.length, ...(at === undefined ? {} : { at }) },
      records: [records.put('areas', camera, next)],
    })
  }

  /** Counted by the steady clock while the hub runs; after a restart by the wall clock, and never longer than the wait. */
  #await(camera: string): void {
    this.#wakes.get(camera)?.cancel()
    this.#wakes.delete(camera)
    const pending = this.#drawn.get(camera)?.pending
    if (!pending) return
    const { clock } = this.#parts
    const now = clock.wall()
    const left = now < pending.asked ? LOOSEN_AFTER : Math.min(LOOSEN_AFTER, Math.max(0, pending.at - now))
    this.#wakeIn(camera, left)
  }

  #wakeIn(camera: string, left: number): void {
    const { clock } = this.#parts
    const wake = clock.wake(after(clock.mono(), milliseconds(left)), () => {
      void this.#serial.run([camera], () => this.#unmask(camera))
    })
    this.#wakes.set(camera, wake)
  }

  /** The wait is over. A mask is off once that is durable, and not before. */
  async #unmask(camera: string): Promise<void> {
    const before = this.view(camera)
    if (!before.pending) return
    const { masks, by } = before.pending
    const next = { ...kept(before), masks, pending: null }
    try {
      await this.#write('unmasked', { camera, next, by })
    } catch (error) {
      this.#parts.log.warn({ camera, code: codeOf(error) }, 'mask not taken off')
      this.#wakeIn(camera, TRY_AGAIN)
      return
    }
    this.#keep(camera, next)
  }
}

const kept = ({ leaf, drop, masks, pending }: DrawnView): Drawn => ({ leaf, drop, masks, pending })

const same = (a: Area, b: Area): boolean => JSON.stringify(a) === JSON.stringify(b)
const has = (masks: readonly Area[], mask: Area): boolean => masks.some((each) => same(each, mask))
const sameMasks = (a: readonly Area[], b: readonly Area[]): boolean =>
  a.length === b.length && a.every((mask) => has(b, mask))
