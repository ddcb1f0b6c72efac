// What the evidence shows: what happened, and the pictures and films themselves, read out of the chosen file.
import type { EvidenceMedia, Verdict } from '@portico/evidence/verify'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { CheckState } from './check-file.ts'

type Done = Extract<CheckState, { readonly state: 'done' }>
type There = Extract<EvidenceMedia, { readonly state: 'there' }>

const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

const mediaOf = (verdict: Verdict): readonly EvidenceMedia[] => ('media' in verdict ? verdict.media : [])

export function ShownEvidence({ done }: { readonly done: Done }): JSX.Element | null {
  const { verdict, told, file } = done
  // Of a file that was altered nothing is shown: its pictures would lend it weight.
  if (verdict.verdict === 'changed' || verdict.verdict === 'not-evidence') return null
  const media = mediaOf(verdict)
  return (
    <section class="card pad stack shown" aria-labelledby="shown">
      <h2 id="shown">What it shows</h2>
      {told.length === 0 && (
        <p class="quiet">An export of the journal is judged line by line; it tells no visit.</p>
      )}
      <ol class="told">
        {told.map(({ seq, wall, words }) => (
          <li key={seq}>
            <time class="mono" dateTime={new Date(wall).toISOString()}>
              {clock.format(wall)}
            </time>{' '}
            {words}
          </li>
        ))}
      </ol>
      <div class="media">
        {media.map((each) => (
          <Picture key={each.name} media={each} file={file} />
        ))}
      </div>
    </section>
  )
}

function Picture({ media, file }: { readonly media: EvidenceMedia; readonly file: File }): JSX.Element {
  if (media.state !== 'there')
    return (
      <p class="small">
        {media.name}: {media.state === 'deleted' ? 'deleted, and the journal says so' : 'missing'}
      </p>
    )
  return <There media={media} file={file} />
}

function There({ media, file }: { readonly media: There; readonly file: File }): JSX.Element {
  const url = useSlice(file, media)
  const name = media.name.replace(/^media\//, '')
  return (
    <figure>
      {media.type === 'image/jpeg' ? (
        <img src={url} alt={`Photo of the visit, ${name}`} />
      ) : (
        <video src={url} controls preload="metadata" aria-label={`Film of the visit, ${name}`} />
      )}
      <figcaption class="small">{name}</figcaption>
    </figure>
  )
}

/** An address of a part of the file, for as long as it is shown. */
function useSlice(file: File, { offset, bytes, type }: There): string {
  const [url, setUrl] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(file.slice(offset, offset + bytes, type))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file, offset, bytes, type])
  return url
}
