// The three places of the page.
import type { JSX } from 'preact'
import { hrefOf } from '../live/route.ts'
import { Icon, type IconName } from '../parts/icons.tsx'

export type Tab = 'home' | 'parcels' | 'house'

const tabs: readonly { readonly tab: Tab; readonly name: string; readonly icon: IconName }[] = [
  { tab: 'home', name: 'Home', icon: 'home' },
  { tab: 'parcels', name: 'Parcels', icon: 'parcel' },
  { tab: 'house', name: 'House', icon: 'house' },
]

export function Tabs({ current }: { readonly current: Tab }): JSX.Element {
  return (
    <nav class="tabs" aria-label="Main">
      {tabs.map(({ tab, name, icon }) => (
        <a
          key={tab}
          href={tab === 'home' ? hrefOf() : hrefOf(tab)}
          {...(tab === current ? { 'aria-current': 'page' as const } : {})}
        >
          <Icon name={icon} />
          {name}
        </a>
      ))}
    </nav>
  )
}
