// Where the evidence of a visit that has ended is saved from, and what whoever is given it will see.
import type { JSX } from 'preact'
import { Icon } from '../parts/icons.tsx'

export const EvidenceLink = ({ visit }: { readonly visit: string }): JSX.Element => (
  <>
    <a
      class="btn wide"
      href={`/api/v1/sessions/${encodeURIComponent(visit)}/evidence`}
      download={`${visit}.tar`}
    >
      <Icon name="file" size="s" />
      Save the evidence
    </a>
    <p class="small">
      Faces in it are not blurred: that is not available here. Whoever you give it to sees everybody who came
      by.
    </p>
  </>
)
