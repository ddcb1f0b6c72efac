// One button plays a whole delivery. The owner's answer is not part of it: that is given where it always is.
import type { JSX } from 'preact'
import { Icon } from '../parts/icons.tsx'
import type { Play } from './simulated-house.ts'
import type { StreetStore } from './street-store.ts'

export function PlayPanel({
  store,
  door,
}: {
  readonly store: StreetStore
  readonly door: string
}): JSX.Element {
  const play = store.play.value
  const isRunning = play?.state === 'running'
  return (
    <section class="card pad-l play" aria-labelledby="play">
      <h2 id="play">A whole delivery in a minute</h2>
      <ol class="prepare">
        <li>
          Open <Elsewhere href="/">your page</Elsewhere> and sign in with the link from{' '}
          <code>npm run portico -- owner link</code>.
        </li>
        <li>
          If you like, open <Elsewhere href="/display">the wall display</Elsewhere> as well.
        </li>
        <li>Play. When your page asks, look at the picture and hold to open.</li>
      </ol>
      <button type="button" class="btn main" disabled={isRunning} onClick={() => void store.startPlay(door)}>
        <Icon name="play" />
        {isRunning ? 'A delivery is under way' : 'Play a delivery'}
      </button>
      {play && play.state !== 'none' && <Told play={play} />}
    </section>
  )
}

function Told({ play }: { readonly play: Play }): JSX.Element {
  return (
    <div class="told">
      {play.courierPage !== null && (
        <p>
          <Elsewhere href={play.courierPage}>The courier's page</Elsewhere> as his phone shows it.
        </p>
      )}
      <ol aria-label="What happened" aria-live="polite">
        {play.steps.map(({ who, what, at }) => (
          <li key={at}>
            <span class="mono">{(at / 1000).toFixed(1)} s</span> <b>{who}</b> {what}
          </li>
        ))}
      </ol>
      {waitsForOwner(play) && (
        <p class="now">
          <b>Now look at your page and hold to open.</b> This page does not answer for you.
        </p>
      )}
      <Ending play={play} />
    </div>
  )
}

/** Everything that comes after it was said needs his yes. */
const waitsForOwner = ({ state, steps }: Play): boolean =>
  state === 'running' && steps.at(-1)?.who === 'owner'

function Ending({ play: { state, why, ownerReads } }: { readonly play: Play }): JSX.Element | null {
  if (state === 'delivered')
    return (
      <p class="end" role="status">
        <b>Delivered, shut and proved locked.</b> Photo and film are in Parcels on your page.
      </p>
    )
  if (state !== 'not-delivered') return null
  return (
    <p class="end" role="status">
      <b>Not delivered.</b> The courier reads: {why}
      {ownerReads !== null && <> You read: {ownerReads}</>}
    </p>
  )
}

export function Elsewhere({
  href,
  children,
}: {
  readonly href: string
  readonly children: string
}): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener">
      {children}
    </a>
  )
}
