// Told on the first page before it hurts: the disk runs short of room for films.
import type { FilmStoreView } from '@portico/protocol'
import type { JSX } from 'preact'
import { filmName, roomWords } from '../live/film-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'

/** Nothing while there is room, or while it is not known. */
export function FilmRoomCard({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const loading = useLoaded({
    store,
    key: 'film-room',
    load: () => store.client.requests.get<FilmStoreView>('/api/v1/films'),
    isTouched: ({ type, data }) =>
      type === 'MediaDeleted' ||
      type === 'StorageNoted' ||
      (type === 'SecurityNotice' && data['what'] === 'storage-low'),
  })
  const { value: shelf } = loading.loaded.value
  if (!shelf || shelf.state === 'good') return null
  return (
    <section class="sec">
      <a class="card row pad" href={hrefOf('house', 'films')}>
        <Icon name="warning" />
        <span class="grow">
          <b>{roomWords(shelf)}</b>{' '}
          <span class="small">
            The disk of the hub runs short.
            {shelf.firstToGo && ` What goes first is ${filmName(shelf.firstToGo)}.`}
          </span>
        </span>
        <Icon name="forward" size="s" />
      </a>
    </section>
  )
}
