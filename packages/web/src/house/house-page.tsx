// The house: its rules, displays and devices, who is signed in, and what kind of home it is. Each has its own address.
import type { ComponentChildren, JSX } from 'preact'
import { cameraName } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { hrefOf, route } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'
import { fetchedPage } from '../parts/fetched-page.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { AnswersPage } from './answers-page.tsx'
import { DevicesPage } from './devices-page.tsx'
import { DisplaysPage } from './displays-page.tsx'
import { FilmsPage } from './films-page.tsx'
import { HoldPage } from './hold-page.tsx'
import { KindPage } from './kind-page.tsx'
import { PeoplePage } from './people-page.tsx'
import { ProofPage } from './proof-page.tsx'
import { RulesPage } from './rules-page.tsx'
import { SourcesPage } from './sources-page.tsx'
import { YouPage } from './you-page.tsx'
import './house.css'

interface Section {
  readonly id: string
  readonly name: string
  readonly words: string
  readonly icon: IconName
  readonly page: (props: { readonly store: HomeStore }) => JSX.Element
}

/** What few homes have, or is set once: fetched by whoever looks. */
const FacesPage = fetchedPage(async () => (await import('../faces/faces-page.tsx')).FacesPage)
const WebhooksPage = fetchedPage(async () => (await import('../webhooks/webhooks-page.tsx')).WebhooksPage)
const AreasPage = fetchedPage(async () => (await import('./areas-page.tsx')).AreasPage)
const MailboxesPage = fetchedPage(async () => (await import('./mailboxes-page.tsx')).MailboxesPage)

const sections: readonly Section[] = [
  { id: 'rules', name: 'Rules', words: 'Who answers when a courier comes', icon: 'hand', page: RulesPage },
  {
    id: 'sources',
    name: 'Sources',
    words: 'Where news of parcels come from',
    icon: 'parcel',
    page: SourcesPage,
  },
  {
    id: 'displays',
    name: 'Displays',
    words: 'Screens on the wall and beside a door',
    icon: 'picture',
    page: DisplaysPage,
  },
  {
    id: 'devices',
    name: 'Devices and health',
    words: 'Bolt, contact and cameras of each door',
    icon: 'camera',
    page: DevicesPage,
  },
  {
    id: 'faces',
    name: 'Faces',
    words: 'Other apps that show this home: Apple Home, Matter, MQTT, Alexa',
    icon: 'eye',
    page: FacesPage,
  },
  {
    id: 'webhooks',
    name: 'Webhooks',
    words: 'Programs of yours that are told what happens',
    icon: 'forward',
    page: WebhooksPage,
  },
  {
    id: 'answers',
    name: 'Answers',
    words: 'Sentences to play at the door with one tap',
    icon: 'talk',
    page: AnswersPage,
  },
  {
    id: 'films',
    name: 'Films',
    words: 'Room on the disk, how long films are kept, missed rings',
    icon: 'play',
    page: FilmsPage,
  },
  {
    id: 'mailboxes',
    name: 'Mailboxes',
    words: 'Notices by mail: read, understood, and those of the past',
    icon: 'file',
    page: MailboxesPage,
  },
  {
    id: 'evidence',
    name: 'Evidence',
    words: 'How the journal is signed, and checking it',
    icon: 'file',
    page: ProofPage,
  },
  {
    id: 'away',
    name: 'Away',
    words: 'No courier is let in between two days',
    icon: 'locked',
    page: HoldPage,
  },
  {
    id: 'people',
    name: 'People',
    words: 'Who is of this home, and asking somebody in',
    icon: 'people',
    page: PeoplePage,
  },
  { id: 'you', name: 'You', words: 'Sign out, this page, the API', icon: 'people', page: YouPage },
  { id: 'home', name: 'This home', words: 'Real or simulated', icon: 'home', page: KindPage },
]

export function HousePage({ store }: { readonly store: HomeStore }): JSX.Element {
  const [, id, camera] = route.value
  const section = sections.find((each) => each.id === id)
  if (!section)
    return (
      <main class="phone house">
        <header>
          <h1>House</h1>
        </header>
        <nav class="sec" aria-label="House">
          <ul class="card rows">
            {sections.map(({ id: place, name, words, icon }) => (
              <li key={place} class="sectionrow">
                <a class="row" href={hrefOf('house', place)}>
                  <Icon name={icon} />
                  <span class="grow">
                    <b>{name}</b>
                    <span class="small">{words}</span>
                  </span>
                  <Icon name="forward" size="s" />
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </main>
    )
  const { name, page: Page } = section
  if (id === 'devices' && camera !== undefined)
    return (
      <SectionFrame name={`${cameraName(camera)}: what it looks at`} above="devices">
        <AreasPage key={camera} store={store} camera={camera} />
      </SectionFrame>
    )
  return (
    <SectionFrame name={name}>
      <Page store={store} />
    </SectionFrame>
  )
}

interface FrameProps {
  readonly name: string
  /** The section it belongs to; absent: it is one. */
  readonly above?: string
  readonly children: ComponentChildren
}

const SectionFrame = ({ name, above, children }: FrameProps): JSX.Element => (
  <main class="phone house">
    <header>
      <BackLink to={above ? hrefOf('house', above) : hrefOf('house')} where={above ?? 'the house'} />
      <h1 class="h grow">{name}</h1>
    </header>
    {children}
  </main>
)
