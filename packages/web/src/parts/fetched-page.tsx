// A page that is fetched when somebody wants to see it, and not before: until then, and where it could not be had, it is
// said in its place.
import { useSignal } from '@preact/signals'
import type { FunctionComponent, JSX } from 'preact'
import { useEffect } from 'preact/hooks'

/** Null: not there yet. */
export function useFetched<Props>(load: () => Promise<FunctionComponent<Props>>): {
  readonly page: FunctionComponent<Props> | null
  readonly isMissing: boolean
} {
  const fetched = useSignal<{ page: FunctionComponent<Props> | null; isMissing: boolean }>({
    page: null,
    isMissing: false,
  })
  useEffect(() => {
    let isOver = false
    load().then(
      (page) => {
        if (!isOver) fetched.value = { page, isMissing: false }
        return page
      },
      () => {
        // The hub is away, or was renewed and has another page now.
        if (!isOver) fetched.value = { page: null, isMissing: true }
      },
    )
    return () => void (isOver = true)
  }, [])
  return fetched.value
}

export interface UnfetchedProps {
  readonly what: string
  readonly isMissing: boolean
}

export const Unfetched = ({ what, isMissing }: UnfetchedProps): JSX.Element => (
  <section class="sec stack" aria-busy={!isMissing}>
    <p role="status">{isMissing ? `${what} could not be loaded.` : `Loading: ${what}`}</p>
    {isMissing && (
      <button type="button" class="btn" onClick={() => location.reload()}>
        Load the page again
      </button>
    )}
  </section>
)

export const fetchedPage =
  <Props extends object>(load: () => Promise<FunctionComponent<Props>>) =>
  (props: Props): JSX.Element => {
    const { page: Page, isMissing } = useFetched(load)
    return Page ? <Page {...props} /> : <Unfetched what="This page" isMissing={isMissing} />
  }
