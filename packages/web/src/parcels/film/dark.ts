// A film is looked at in the dark, as pictures are: until one leaves it.
import { useEffect } from 'preact/hooks'

export function useDark(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset['theme']
    dataset['theme'] = 'dark'
    return () => {
      if (before === undefined) delete dataset['theme']
      else dataset['theme'] = before
    }
  }, [])
}
