// A block of the page with a view of the hub in it, honest about loading, failing and growing old.
import type { ClientError } from '@portico/client'
import type { ComponentChildren, JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import type { Loading } from '../live/loaded.ts'
import { nextWords, sentence } from '../live/sentence.ts'

export interface BlockProps<Value> {
  readonly store: HomeStore
  readonly loading: Loading<Value>
  /** What it is, in the plural: "The parcels". */
  readonly what: string
  /** Rows of the layout while nothing is known. */
  readonly rows?: number
  /** Class of what stands in its place or above it, where the block has no frame of its own. */
  readonly frame?: string
  readonly children: (value: Value) => ComponentChildren
}

/** The block in one of its states: loading, failed, old, or as it is. */
export function Block<Value>(props: BlockProps<Value>): JSX.Element {
  const { store, loading, what, rows = 3, frame = '', children } = props
  const { value, asOf, error } = loading.loaded.value
  if (value === null)
    return (
      <div class={frame}>
        {error ? (
          <Failed error={error} what={what} again={loading.again} />
        ) : (
          <Skeleton what={what} rows={rows} />
        )}
      </div>
    )
  const isOld = error !== null || store.line.state.value !== 'live'
  return (
    <>
      {isOld && asOf !== null && (
        <div class={frame}>
          <AsOf wall={asOf} error={error} again={loading.again} />
        </div>
      )}
      {children(value)}
    </>
  )
}

/** The size that it will have; nothing moves when it comes. */
export function Skeleton({ what, rows }: { readonly what: string; readonly rows: number }): JSX.Element {
  return (
    <div class="card rows skeleton" aria-busy="true">
      <p class="hush" role="status">
        Loading: {what}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="bone" />
      ))}
    </div>
  )
}

export interface FailedProps {
  readonly error: ClientError
  readonly what: string
  readonly again?: () => void
}

/** What failed, why, and one act. */
export function Failed({ error, what, again }: FailedProps): JSX.Element {
  return (
    <div class="card pad stack failed" role="alert">
      <p class="strong">{what}: this did not work.</p>
      <ErrorWords error={error} />
      {again && (
        <p>
          <button type="button" class="btn" onClick={again}>
            Try again
          </button>
        </p>
      )}
    </div>
  )
}

export const ErrorWords = ({ error }: { readonly error: ClientError }): JSX.Element => (
  <p class="small">
    {[sentence(error.message), ...nextWords(error)].join(' ')} <span class="mono">{error.code}</span>
  </p>
)

interface AsOfProps {
  readonly wall: number
  readonly error: ClientError | null
  readonly again: () => void
}

function AsOf({ wall, error, again }: AsOfProps): JSX.Element {
  return (
    <p class="asof small" role="status">
      As of {clockSeconds(wall)}, not renewed since.
      {error && (
        <>
          {' '}
          <button type="button" class="link plain" onClick={again}>
            Try again
          </button>
        </>
      )}
    </p>
  )
}
