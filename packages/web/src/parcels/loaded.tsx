// A view of the hub that a block shows: loaded when the block appears, again when something happened, and honest about
// loading, failing and growing old.
import { ClientError } from '@portico/client'
import type { LiveEvent } from '@portico/protocol'
import { type ReadonlySignal, type Signal, signal, useSignalEffect } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { coalesce } from '../live/coalesce.ts'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds, hubNow } from '../live/hub-clock.ts'

export interface Loaded<Value> {
  readonly value: Value | null
  /** Unix ms at which it was asked for; null: never came. */
  readonly asOf: number | null
  /** Why the newest try failed; null: it did not. */
  readonly error: ClientError | null
}

export interface LoadOptions<Value> {
  readonly store: HomeStore
  /** What is loaded; with another key it begins anew. */
  readonly key: string
  readonly load: () => Promise<Value>
  /** Whether an event may have changed it. */
  readonly isTouched: (event: LiveEvent) => boolean
}

export interface Loading<Value> {
  readonly loaded: ReadonlySignal<Loaded<Value>>
  /** Loads again. */
  readonly again: () => void
  /** What the hub answered to a change of it. */
  readonly set: (value: Value) => void
}

const nothing = { value: null, asOf: null, error: null } as const

/** An error of the hub or of the way to it; anything else is a fault of this page and goes on. */
export function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error
  throw error
}

export function useLoaded<Value>({ store, key, load, isTouched }: LoadOptions<Value>): Loading<Value> {
  const { loaded, again, end } = useMemo(() => begin(load), [key])
  useEffect(() => {
    again()
    const following = store.follow((event) => {
      if (isTouched(event)) again()
    })
    return () => {
      following[Symbol.dispose]()
      end()
    }
  }, [key])
  const wasLive = useRef(true)
  useSignalEffect(() => {
    const isLive = store.line.state.value === 'live'
    if (isLive && !wasLive.current) again()
    wasLive.current = isLive
  })
  return { loaded, again, set: (value) => void (loaded.value = { value, asOf: hubNow(), error: null }) }
}

interface Begun<Value> {
  readonly loaded: Signal<Loaded<Value>>
  readonly again: () => void
  /** What comes after is for nobody. */
  readonly end: () => void
}

function begin<Value>(load: () => Promise<Value>): Begun<Value> {
  const loaded = signal<Loaded<Value>>(nothing)
  let isOver = false
  const again = coalesce(async () => {
    const asOf = hubNow()
    try {
      const value = await load()
      if (!isOver) loaded.value = { value, asOf, error: null }
    } catch (error) {
      if (!isOver) loaded.value = { ...loaded.value, error: asClientError(error) }
    }
  })
  return { loaded, again, end: () => void (isOver = true) }
}

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

function Skeleton({ what, rows }: { readonly what: string; readonly rows: number }): JSX.Element {
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
    {sentence(error.message)}{' '}
    {error.next !== null && error.next !== 'None' && `Next: ${sentence(error.next)}`}{' '}
    <span class="mono">{error.code}</span>
  </p>
)

/** With a capital at its beginning and a full stop at its end. */
export const sentence = (words: string): string => {
  const whole = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

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
