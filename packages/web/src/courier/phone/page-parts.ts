// The parts of the document that the script touches. It brings no words: all of them came with the page.

/** The part that the hub draws anew. */
export const mainPart = (): HTMLElement | null => document.querySelector('main')

/** Reads aloud what a screen reader has: one polite region for every change of state. */
export function sayPolitely(text: string): void {
  const said = document.getElementById('said')
  if (said) said.textContent = text
}

/** Empty: nothing is wrong any more. */
export function warn(text: string): void {
  const alert = document.getElementById('alert')
  if (alert && alert.textContent !== text) alert.textContent = text
}

/** A number that the hub wrote beside the state; null when there is none. */
export function numberOf({ dataset }: HTMLElement, name: 'left' | 'whole'): number | null {
  const text = dataset[name]
  return text === undefined ? null : Number(text)
}

/** Before these the door is shut for the courier, and a lost line has to be told. */
const onceOpen: ReadonlySet<string> = new Set(['open', 'place', 'leave', 'close', 'thanks', 'ended'])

export const isBeforeOpening = ({ dataset }: HTMLElement): boolean => !onceOpen.has(dataset['state'] ?? '')

/** Without the numbers and pictures. */
const readable = 'h1,.under,.match,.steps3 li,figcaption,.next li,label,.notice'

export const wholeText = (main: HTMLElement): string =>
  Array.from(main.querySelectorAll<HTMLElement>(readable))
    .filter((part) => part.offsetParent !== null)
    .map((part) => part.innerText.replace(/^\d\s*/, '').trim())
    .join('. ')
    .replaceAll('..', '.')

/** The sentence of a state. A refusal is none: it stands in a region that is read at once. */
export const sentenceOf = (main: HTMLElement): string =>
  Array.from(main.querySelectorAll<HTMLElement>('h1,h1+.under'))
    .filter((part) => part.closest('[role=alert],[hidden]') === null)
    .map((part) => part.textContent)
    .join(' ')
