// The browser's own voice, for who cannot read the words, and the buzz of the phone in a pocket.

/** Absent on some phones, whatever the standard says. */
const voice: SpeechSynthesis | undefined = 'speechSynthesis' in window ? window.speechSynthesis : undefined

export const hasVoice = voice !== undefined

export function speak(text: string): void {
  if (!voice || text === '') return
  voice.cancel()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = document.documentElement.lang
  voice.speak(utterance)
}

/** `pattern` in ms: on, off, on. */
export function buzz(...pattern: readonly number[]): void {
  // Absent on iPhones.
  if ('vibrate' in navigator) navigator.vibrate([...pattern])
}
