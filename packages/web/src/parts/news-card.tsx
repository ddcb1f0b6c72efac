// News on the first page that stay until somebody here has seen them: missed rings, notices of parcels.
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { Icon } from './icons.tsx'

export interface SeenUntil {
  /** Unix ms of the newest that was seen in this browser; 0: nothing yet. */
  readonly at: Signal<number>
  readonly see: (at: number) => void
}

/** `key`: under which this browser remembers it. One that keeps nothing shows them again when it is loaded anew. */
export function useSeenUntil(key: string): SeenUntil {
  const at = useSignal(seenUntil(key))
  return {
    at,
    see(newest) {
      at.value = newest
      try {
        localStorage.setItem(key, String(newest))
      } catch {
        // Until this page is loaded again, then.
      }
    },
  }
}

function seenUntil(key: string): number {
  try {
    return Number(localStorage.getItem(key) ?? 0)
  } catch {
    return 0
  }
}

export interface NewsCardProps {
  readonly label: string
  readonly onSeen: () => void
  /** Rows of a list. */
  readonly children: ComponentChildren
}

export const NewsCard = ({ label, onSeen, children }: NewsCardProps): JSX.Element => (
  <section class="sec" aria-label={label}>
    <ul class="card rows">
      {children}
      <li class="row pad">
        <button type="button" class="btn soft wide" onClick={onSeen}>
          <Icon name="check" size="s" />
          Seen
        </button>
      </li>
    </ul>
  </section>
)
