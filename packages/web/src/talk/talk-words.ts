// What a person is told about speaking through a camera.
import type { NoMicrophone } from './microphone.ts'

/** The hub's close codes of `/ws/talk/<camera>`. */
const closings: Readonly<Record<number, string>> = {
  4401: 'You are signed out here.',
  4403: 'This camera is closed outside of a visit.',
  4404: 'This camera cannot be spoken through.',
  4408: 'Nothing was heard from your microphone.',
  4410: 'A minute is the longest. Press again to go on.',
}
const TAKEN = 4409

const missing: Readonly<Record<NoMicrophone, string>> = {
  insecure: 'Browsers give a microphone to safe pages alone.',
  denied: 'The microphone is refused. Allow it for this page in the settings of your browser.',
  missing: 'No microphone was found.',
}

export const noMicrophoneWords = (why: NoMicrophone): string => missing[why]

/** Null: it ended as it should. */
export function closingWords(code: number, reason: string): string | null {
  if (code === 1000) return null
  if (code === TAKEN)
    return reason === '' || reason.startsWith('HUB_') ? 'Somebody speaks there now.' : `${reason}.`
  return closings[code] ?? 'The camera was not reached. Press again.'
}

/** Of a sound from 0 to 1, in steps of a meter: quiet speech moves it, loud speech fills it. */
export function meterOf(level: number): number {
  const decibels = 20 * Math.log10(Math.max(level, 1e-5))
  return Math.round(Math.max(0, Math.min(1, (decibels + 50) / 40)) * 20) / 20
}
