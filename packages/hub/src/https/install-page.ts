// The page that tells how to trust this house, served without HTTPS to whoever cannot use it yet. One answer, no script:
// what is on it can be forged on the way, so it asks to compare eight words with the hub's own console.
import type { Fingerprint } from './fingerprint.ts'

export interface InstallPage {
  readonly fingerprint: Fingerprint
  /** Name of the authority, as a phone lists it. */
  readonly name: string
  /** Address of the house to go on to, for instance `https://hub.local:8080`. */
  readonly goOn: string
  /** It is shown over HTTPS: whoever reads it has set the phone up already, or has waved a warning away. */
  readonly isSecure: boolean
}

export const INSTALL_PATH = '/certificate'
export const AUTHORITY_PATH = '/certificate/portico-house.crt'

interface Steps {
  readonly system: string
  readonly steps: readonly string[]
}

const systems: readonly Steps[] = [
  {
    system: 'iPhone and iPad',
    steps: [
      'Open this page in Safari, tap “Download the certificate”, then “Allow”.',
      'Settings → Profile Downloaded → Install.',
      'Settings → General → About → Certificate Trust Settings: switch it on. Without this step nothing changes.',
    ],
  },
  {
    system: 'Android',
    steps: [
      'Tap “Download the certificate”.',
      'Settings → Security → More security settings → Encryption and credentials → Install a certificate → CA certificate. The names differ a little from maker to maker; the search of the settings finds “CA certificate”.',
      'Read the warning, choose “Install anyway”, and pick the file.',
    ],
  },
  {
    system: 'Windows',
    steps: [
      'Download the certificate and open it → Install Certificate → Current User.',
      '“Place all certificates in the following store” → Trusted Root Certification Authorities.',
      'Close the browser and open it again. Firefox: Settings → Privacy and Security → Certificates → View → Authorities → Import.',
    ],
  },
  {
    system: 'macOS',
    steps: [
      'Download the certificate and open it: Keychain Access adds it to “login”.',
      'Open it there → Trust → When using this certificate: Always Trust.',
    ],
  },
  {
    system: 'Linux',
    steps: [
      'Chromium: Settings → Privacy and security → Security → Manage certificates → Custom → Trusted certificates → Import.',
      'Firefox: Settings → Privacy and Security → Certificates → View → Authorities → Import, “identify websites”.',
    ],
  },
]

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (words: string): string => words.replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? '')

const style = `:root{color-scheme:light dark;--stone:#f3f2ee;--surface:#fff;--line:#d9d6ce;--ink:#15181c;--ink-2:#474d55;--blue:#0a58a8;--on:#fff}
@media (prefers-color-scheme:dark){:root{--stone:#0e1013;--surface:#181b20;--line:#2f343b;--ink:#f2f1ed;--ink-2:#bfc3c9;--blue:#7db9ff;--on:#0e1013}}
*{box-sizing:border-box}body{margin:0;background:var(--stone);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}h1{font-size:1.625rem;line-height:1.25;letter-spacing:-.02em}h2{font-size:1.25rem;margin-top:2rem}
p,li{color:var(--ink-2);overflow-wrap:anywhere}.words{color:var(--ink);font-weight:600;font-size:1.25rem}code{font-size:.8125rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:.25rem 1.25rem 1rem;margin:1rem 0}
a{color:var(--blue)}.btn{display:block;min-height:3rem;padding:.8rem 1rem;border-radius:14px;text-align:center;font-weight:600;text-decoration:none;background:var(--blue);color:var(--on);margin:1rem 0}
.soft{background:none;border:1.5px solid var(--blue);color:var(--blue)}summary{min-height:3rem;padding:.7rem 0;font-weight:600;cursor:pointer}details{border-top:1px solid var(--line)}`

/** The hash of this is the page's policy. */
export const INSTALL_STYLE = style

const stepsOf = ({ system, steps }: Steps): string =>
  `<details><summary>${text(system)}</summary><ol>${steps.map((step) => `<li>${text(step)}</li>`).join('')}</ol></details>`

const framed = (content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust this house · Portico</title><style>${style}</style></head>
<body><main>${content}</main></body></html>
`

const inTheClear =
  'Your house speaks to you in the clear on this page. It will not sign you in, show a camera or carry your voice that way. For that your phone has to know the house: install its certificate, then go on.'
const safely =
  'This page came the safe way. Install the certificate on every other phone, tablet and computer that looks at the house; each begins at this address with http:// before it.'

export const installPage = ({ fingerprint, name, goOn, isSecure }: InstallPage): string =>
  framed(`
<h1>One step, once for each phone</h1>
<p>${isSecure ? safely : inTheClear}</p>
<section class="card" aria-labelledby="words"><h2 id="words">First compare these eight words</h2>
<p class="words">${text(fingerprint.words)}</p>
<p>On the hub’s own console <code>portico certificate show</code> prints the same words, and so does this page on a phone that is set up already. If they differ, somebody stands between you and the hub: do not install it.</p>
<p><code>SHA-256 ${fingerprint.hex}</code></p></section>
<a class="btn" href="${AUTHORITY_PATH}" download="portico-house.crt">Download the certificate</a>
<section aria-labelledby="steps"><h2 id="steps">Then install it</h2>
${systems.map(stepsOf).join('\n')}</section>
<a class="btn soft" href="${text(goOn)}">Open the house</a>
<p>The certificate is called “${text(name)}”. It can vouch for names and addresses of a home network alone, never for a bank or a mail service, and its key never leaves the hub. To end the trust, remove it where you installed it.</p>
`)

/** Somebody was led here by a page that needs HTTPS, and there is none. */
export const noHttpsPage = framed(`
<h1>This house has no HTTPS</h1>
<p>Browsers give a microphone to safe pages alone. Whoever keeps the hub can switch HTTPS on: in its settings leave out <code>network.house.https: false</code>, or set it to <code>true</code>, and start it again. On the hub’s own machine pages are safe as they are.</p>
`)
