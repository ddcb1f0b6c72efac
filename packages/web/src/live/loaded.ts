// A view of the hub that a block shows: loaded when the block appears, again when something happened.
import { ClientError } from '@portico/client'
import type { LiveEvent } from '@portico/protocol'
import { type ReadonlySignal, type Signal, signal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { coalesce } from './coalesce.ts'
import type { HomeStore } from './home-store.ts'
import { hubNow } from './hub-clock.ts'

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
