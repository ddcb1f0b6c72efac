// Entry of the owner's page: signs in by the link that opened it, keeps what it needs for the time without the house,
// and draws.
// Stylesheets are imported for their effect.
/* oxlint-disable import/no-unassigned-import */
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import '../style/parts.css'
import '../style/blocks.css'
import './owner.css'
import './visit.css'
import './calls.css'
import { OwnerPage } from './owner-page.tsx'
import { Shell } from './shell.ts'
import { leaveSignIn, secretOfAddress, signIn } from './sign-in.ts'

async function begin(ground: HTMLElement): Promise<void> {
  const secret = secretOfAddress()
  let failure: string | null = null
  let isWorthAgain = false
  if (secret !== null) {
    render(<main class="phone sec">Signing in</main>, ground)
    const signed = await signIn(secret)
    failure = signed.ok ? null : signed.words
    // Without an answer nothing is spent: the link stays in the address for another try.
    isWorthAgain = !signed.ok && signed.code === 'CLIENT_UNREACHABLE'
  }
  if (location.pathname !== '/' && !isWorthAgain) leaveSignIn()
  const onLinkAgain = isWorthAgain ? () => location.reload() : null
  // Only now: what asks the house before would be told that nobody is signed in.
  render(<OwnerPage shell={new Shell()} linkFailure={failure} onLinkAgain={onLinkAgain} />, ground)
}

const ground = document.getElementById('page')
if (ground) void begin(ground)

// Only where the connection is safe do browsers know of it.
if ('serviceWorker' in navigator)
  addEventListener('load', () => void navigator.serviceWorker.register('/service-worker.js').catch(() => {}))
