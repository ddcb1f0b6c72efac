// What a courier's page is made from. The hub fills it in; nothing in it tells of the home.
import type { CourierState, CourierView } from '@portico/protocol'
import type { Language } from './languages.ts'
import type { Letter } from './words/courier-words.ts'

/** The page behind the code at a door: it asks for the number on the label, and shows nothing of what is due. */
export interface DoorScene {
  readonly kind: 'door'
  /** Where the form goes. */
  readonly action: string
  /** The code beside the door, as it was scanned; null: none came. */
  readonly code: string | null
  /** What the last try was answered. */
  readonly letter: Letter | null
}

/** The page of one pass. */
export interface VisitScene {
  readonly kind: 'visit'
  readonly state: CourierState
  readonly letter: Letter | null
  /** Which place sentence A names; null: none. */
  readonly place: CourierView['place']
  /** To key in at the door; null: none, or none for this phone. */
  readonly pin: string | null
  /** Ms left of what is counted down, and of the whole of it; null when nothing is. */
  readonly leftMs: number | null
  readonly wholeMs: number | null
  /** To quote on the telephone; null for a pass that nobody made. */
  readonly reference: string | null
  /** Of the journal, signed, to be kept; null before the end. */
  readonly head: string | null
  /** Clock time of the end, `14:02`; null before. */
  readonly time: string | null
  /** Days for which the film of this visit is kept; null: not told. */
  readonly filmDays: number | null
  /** "I am at the door", with the code that was scanned; null while there is none. */
  readonly arrive: { readonly action: string; readonly code: string } | null
  /** Address of the label form, where the phone brought a pass along; null elsewhere. */
  readonly another: string | null
  /** Where the page is told what changes; null: nothing does any more. */
  readonly events: string | null
}

export type CourierScene = DoorScene | VisitScene

export interface CourierPage {
  readonly scene: CourierScene
  readonly language: Language
  /** The home is a simulated one: said on every page. */
  readonly simulated: boolean
  /** The text of the stylesheet; its hash stands in the policy of the page. */
  readonly style: string
  /** Address of the script; null when it was never built: the page works without. */
  readonly script: string | null
  /** Path of this page, and what its query holds besides the language. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}
