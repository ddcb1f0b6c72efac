// Signed out: what it means, and the one way back in.
import type { JSX } from 'preact'
import { Takeover } from '../parts/takeover.tsx'
import { SignInForm } from './sign-in-form.tsx'

export interface SignInPageProps {
  /** It was signed in before: everything is kept behind this screen. */
  readonly wasSignedIn: boolean
  /** Why the link that opened this page did not sign in; null: there was none. */
  readonly failure: string | null
  /** Try the same link again; absent: it would not help. */
  readonly onAgain?: () => void
  readonly onSigned: () => void
}

export function SignInPage({ wasSignedIn, failure, onAgain, onSigned }: SignInPageProps): JSX.Element {
  const words = failure ?? (wasSignedIn ? 'Your sign-in has ended.' : 'This browser is not signed in.')
  return (
    <Takeover label={`Sign in. ${words}`} isUrgent={wasSignedIn}>
      <main class="phone bare sign-in">
        <header class="bar">
          <img src="/icon.svg" alt="" width={40} height={40} />
          <span class="eyebrow">Portico</span>
        </header>
        <section class="sec stack">
          <h1>Sign in</h1>
          <p>{words}</p>
          {wasSignedIn && <p class="quiet">Nothing is lost: you go on where you were.</p>}
          {onAgain && (
            <button type="button" class="btn main" onClick={onAgain}>
              Try again
            </button>
          )}
        </section>
        <section class="sec">
          <div class="card pad">
            <SignInForm onSigned={onSigned} />
          </div>
        </section>
      </main>
    </Takeover>
  )
}
