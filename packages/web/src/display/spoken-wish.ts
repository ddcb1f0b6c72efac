// "Show my front door", said to the wall: heard by the browser itself or not at all. One that would send a voice to somebody
// else gives no microphone here (Web Speech API, `processLocally`).
import type { DoorView } from '@portico/protocol'

/** As far as it is used here. */
interface Recognition {
  lang: string
  processLocally: boolean
  onresult: ((event: { readonly results: Results }) => void) | null
  onend: (() => void) | null
  start(): void
  abort(): void
}
type Results = ArrayLike<ArrayLike<{ readonly transcript: string }>>

interface RecognitionClass {
  new (): Recognition
  available?(options: {
    readonly langs: readonly string[]
    readonly processLocally: boolean
  }): Promise<string>
}

const LANGUAGE = 'en-US'
/** Who has said nothing by then says nothing, ms. */
export const LISTENS_MS = 8_000
const WORDS_MAX = 200

function recognitionClass(): RecognitionClass | null {
  const found: unknown = Reflect.get(globalThis, 'SpeechRecognition')
  // cast: a browser that has the name has the class of the standard; each part that may be missing is looked at
  return typeof found === 'function' ? (found as unknown as RecognitionClass) : null
}

/** Where it stands what is known of this browser's ears. */
const PLACE = 'portico.ears'

/** `none`: it has none, or would send a voice elsewhere. `untried`: it was not asked yet. */
export type Ears = 'none' | 'untried' | 'local'

export function earsKnown(): Ears {
  if (!recognitionClass()?.available) return 'none'
  const known = localStorage.getItem(PLACE)
  if (known === null) return 'untried'
  return known === 'local' ? 'local' : 'none'
}

/**
 * This browser says that what it hears stays on this machine, now and without fetching anything. Chromium built without
 * ears ends the whole page when it is asked: so it is asked at somebody's touch alone and once, and one that has not
 * answered is taken for deaf.
 */
export async function askForEars(): Promise<boolean> {
  localStorage.setItem(PLACE, 'asked')
  const isLocal = await hearsLocally()
  localStorage.setItem(PLACE, isLocal ? 'local' : 'elsewhere')
  return isLocal
}

async function hearsLocally(): Promise<boolean> {
  try {
    const status = await recognitionClass()?.available?.({ langs: [LANGUAGE], processLocally: true })
    return status === 'available'
  } catch {
    return false
  }
}

export interface Listening extends Disposable {
  /** What was said; null: nothing, or nothing that was understood. */
  readonly words: Promise<string | null>
}

/** Listens to one sentence. Only where ears are `local`. */
export function listen(): Listening {
  const Recognizer = recognitionClass()
  if (!Recognizer) return { words: Promise.resolve(null), [Symbol.dispose]: () => undefined }
  const recognition = new Recognizer()
  const said = Promise.withResolvers<string | null>()
  const end = (): void => {
    clearTimeout(late)
    said.resolve(null)
  }
  const late = setTimeout(() => recognition.abort(), LISTENS_MS)
  recognition.lang = LANGUAGE
  // It was asked for this, and is held to it: a browser that cannot any more ends with an error.
  recognition.processLocally = true
  recognition.onresult = ({ results }) =>
    said.resolve(results[0]?.[0]?.transcript.slice(0, WORDS_MAX) ?? null)
  recognition.onend = end
  try {
    recognition.start()
  } catch {
    end()
  }
  return {
    words: said.promise,
    [Symbol.dispose]: () => {
      recognition.abort()
      end()
    },
  }
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The door that was asked for: all words of its name, or the only one there is. Null: nothing of this was asked. */
export function doorMeant(said: string, doors: readonly Pick<DoorView, 'id' | 'name'>[]): string | null {
  const words = wordsOf(said)
  if (!words.includes('show')) return null
  const named = doors.filter(({ name }) => wordsOf(name).every((word) => words.includes(word)))
  // Of "door" and "garage door" the longer name was said.
  const [longest] = named.toSorted((a, b) => b.name.length - a.name.length)
  if (longest) return longest.id
  const isAnyDoor = words.some((word) => word === 'door' || word === 'camera')
  return doors.length === 1 && isAnyDoor ? (doors[0]?.id ?? null) : null
}
