// Somebody rings: who it is, first as the hub pushed it, then live. A display watches and rings; it has no button that
// opens (threats T11).
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { spanWords } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'
import { outsideCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { LivePicture, NoPicture } from '../parts/live-picture.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { Answers } from '../talk/answers.tsx'
import { answeredElsewhere } from '../live/answered-ring.ts'
import { TalkButton } from '../talk/talk-button.tsx'
import type { WallStore } from './wall-store.ts'

export function RingScreen({ store }: { readonly store: WallStore }): JSX.Element {
  const ring = store.ring.value
  const ago = useComputed(() => spanWords(tick.value - (store.ring.value?.at ?? tick.value)))
  const view = store.wall.value?.value.doors.find(({ id }) => id === ring?.door)
  const name = view?.name ?? 'Door'
  const elsewhere = ring && answeredElsewhere(ring, store.answered.value)
  const pushed = store.ringPicture.value
  const first = pushed && pushed.head.door === ring?.door ? pushed : null
  const seen = view && outsideCamera(view)
  const camera = seen ?? (first && { id: first.head.camera })
  return (
    <Takeover
      label={`Somebody rings. ${name}`}
      class="wall rings"
      isUrgent
      onEscape={() => store.quietRing()}
    >
      {camera === null ? (
        <NoPicture />
      ) : (
        <LivePicture store={store} camera={camera} place={name} first={first} />
      )}
      <section>
        <h1>Somebody rings</h1>
        <p class="sub">
          {name}, {ago.value} ago
        </p>
        {elsewhere && (
          <p class="sub" role="status">
            Answered by {elsewhere.by}
          </p>
        )}
        {seen ? (
          <>
            <TalkButton camera={seen} face={store.client.requests.face} isAnswer />
            <Answers requests={store.client.requests} camera={seen} max={3} />
          </>
        ) : (
          <p class="more">Answer on your phone, or at the door.</p>
        )}
        <button type="button" class="btn" onClick={() => store.quietRing()}>
          <Icon name="quiet" size="l" />
          Quiet here
        </button>
      </section>
    </Takeover>
  )
}
