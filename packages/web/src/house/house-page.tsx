// The house: its rules, displays and devices, who is signed in, and what kind of home it is. Each has its own address.
import type { ComponentChildren, JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { hrefOf, route } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { AnswersPage } from './answers-page.tsx'
import { DevicesPage } from './devices-page.tsx'
import { DisplaysPage } from './displays-page.tsx'
import { FilmsPage } from './films-page.tsx'
import { KindPage } from './kind-page.tsx'
import { ProofPage } from './proof-page.tsx'
import { RulesPage } from './rules-page.tsx'
import { YouPage } from './you-page.tsx'
import './house.css'

interface Section {
  readonly id: string
  readonly name: string
  readonly words: string
  readonly icon: IconName
  readonly page: (props: { readonly store: HomeStore }) => JSX.Element
}

const sections: readonly Section[] = [
  { id: 'rules', name: 'Rules', words: 'Who answers when a courier comes', icon: 'hand', page: RulesPage },
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
    id: 'evidence',
    name: 'Evidence',
    words: 'How the journal is signed, and checking it',
    icon: 'file',
    page: ProofPage,
  },
  { id: 'you', name: 'You', words: 'Sign out, this page, the API', icon: 'people', page: YouPage },
  { id: 'home', name: 'This home', words: 'Real or simulated', icon: 'home', page: KindPage },
]

export function HousePage({ store }: { readonly store: HomeStore }): JSX.Element {
  const [, id] = route.value
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
  return (
    <SectionFrame name={name}>
      <Page store={store} />
    </SectionFrame>
  )
}

interface FrameProps {
  readonly name: string
  readonly children: ComponentChildren
}

const SectionFrame = ({ name, children }: FrameProps): JSX.Element => (
  <main class="phone house">
    <header>
      <BackLink to={hrefOf('house')} where="the house" />
      <h1 class="h grow">{name}</h1>
    </header>
    {children}
  </main>
)
