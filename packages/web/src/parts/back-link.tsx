// The way back to the place above, also for whoever came here by a link and has no page to go back to.
import type { JSX } from 'preact'
import { Icon } from './icons.tsx'

export interface BackLinkProps {
  readonly to: string
  /** "Back to" what. */
  readonly where: string
}

export const BackLink = ({ to, where }: BackLinkProps): JSX.Element => (
  <a class="btn icon backlink" href={to} aria-label={`Back to ${where}`}>
    <Icon name="back" />
  </a>
)
