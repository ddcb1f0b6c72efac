// What one camera sees of leaf, people and parcels, as far as the household drew where to look. Indoor cameras are looked
// at for nobody outside of a visit: then they only learn how the shut leaf looks.
import type { CameraView, SightReport, ViewSetup } from '@portico/ports'
import { type LeafWord, LeafWatch } from './leaf-watch.ts'
import { ParcelWatch } from './parcel-watch.ts'
import { PeopleCount } from './people-count.ts'
import type { SmallPicture } from './small-picture.ts'

export interface CameraSightOptions {
  readonly camera: string
  readonly view: CameraView
  readonly setup: ViewSetup
  readonly onReport: (report: SightReport) => void
}

export class CameraSight {
  readonly #options: CameraSightOptions
  readonly #leaf: LeafWatch | null
  readonly #people: PeopleCount | null
  readonly #parcels: ParcelWatch | null
  #isVisit = false
  #said: LeafWord = 'unknown'

  constructor(options: CameraSightOptions) {
    const { view, setup } = options
    this.#options = options
    this.#leaf = setup.leaf && new LeafWatch(setup.leaf)
    // From inside the opening leaf itself comes towards the camera and looks like somebody who does.
    this.#people = setup.leaf && view === 'outside' ? new PeopleCount(setup.leaf) : null
    this.#parcels = setup.drop && new ParcelWatch(setup.drop)
  }

  /** Bolt and contact agree that the leaf is shut; or not any more. */
  tellShut(shut: boolean): void {
    this.#leaf?.tell(shut)
  }

  /** A film begins, or the last one has ended. */
  watchVisit(on: boolean): void {
    if (on && !this.#isVisit) this.#people?.begin()
    this.#isVisit = on
    if (!on) this.#leaf?.forget()
    this.#sayLeaf()
  }

  /** The view is meant to be as it is now. */
  learn(): void {
    this.#parcels?.learn()
  }

  /** `captured`: when the picture was taken, monotonic ms. */
  see(picture: SmallPicture, captured: number): void {
    const { camera, view, onReport } = this.#options
    this.#leaf?.see(picture, captured, this.#isVisit)
    this.#sayLeaf()
    if (this.#isVisit && this.#people?.see(picture, captured) === true)
      onReport({ type: 'people', camera, ...this.#people.count })
    const parcel = this.#parcels?.see(picture, captured)
    if (!parcel || (view === 'inside' && !this.#isVisit)) return
    const { what, since, confidence } = parcel
    onReport({ type: 'parcel', camera, what, ageMs: captured - since, confidence })
  }

  #sayLeaf(): void {
    const says = this.#leaf?.word ?? 'unknown'
    if (says === this.#said) return
    this.#said = says
    this.#options.onReport({ type: 'leaf', camera: this.#options.camera, says })
  }
}
