// The pages on which a person agrees that Alexa shows his home. No script, and nothing of the home before somebody has typed
// a code of it: the page stands where strangers come by.
import { createHash } from 'node:crypto'
import type { LinkWish } from './linking.ts'

export const LINK_PATH = '/oauth/authorize'
export const LINK_ANSWER_PATH = '/oauth/authorize/answer'

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (words: string): string => words.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? '')

const style = `:root{color-scheme:light dark;--stone:#f3f2ee;--surface:#fff;--line:#d9d6ce;--ink:#15181c;--ink-2:#474d55;--blue:#0a58a8;--on:#fff;--red:#a8201a}
@media (prefers-color-scheme:dark){:root{--stone:#0e1013;--surface:#181b20;--line:#2f343b;--ink:#f2f1ed;--ink-2:#bfc3c9;--blue:#7db9ff;--on:#0e1013;--red:#ff9d94}}
*{box-sizing:border-box}body{margin:0;background:var(--stone);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}h1{font-size:1.625rem;line-height:1.25;letter-spacing:-.02em}h2{font-size:1.125rem;margin:1rem 0 .25rem}
p,li{color:var(--ink-2);overflow-wrap:anywhere}ul{margin:.25rem 0;padding-left:1.25rem}.wrong{color:var(--red);font-weight:600}
.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:.25rem 1.25rem 1rem;margin:1rem 0}
label{display:block;font-weight:600;margin:1rem 0 .25rem}input[name=code]{width:100%;min-height:3rem;padding:.5rem 1rem;font:1.5rem/1.5 ui-monospace,monospace;letter-spacing:.15em;border:1.5px solid var(--ink-2);border-radius:14px;background:var(--surface);color:var(--ink)}
button{display:block;width:100%;min-height:3rem;padding:.8rem 1rem;border-radius:14px;font:600 1.0625rem/1.25 system-ui,sans-serif;border:1.5px solid var(--blue);background:var(--blue);color:var(--on);margin:1rem 0;cursor:pointer}
.soft{background:none;color:var(--blue)}:focus-visible{outline:3px solid var(--blue);outline-offset:2px}`

const STYLE_HASH = createHash('sha256').update(style).digest('base64')

/** A browser holds the address that a form leads on to against this list as well. */
export const linkPolicy = (redirects: readonly string[]): string => {
  const origins = [...new Set(redirects.map((redirect) => new URL(redirect).origin))]
  return `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'self' ${origins.join(' ')}; frame-ancestors 'none'`
}

const framed = (content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Link Alexa · Portico</title><style>${style}</style></head>
<body><main>${content}</main></body></html>
`

const hidden = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`)
    .join('')

/** `wrong`: the code before was no good. */
export const codePage = (wish: LinkWish, wrong: boolean): string =>
  framed(`
<h1>Link Alexa to your home</h1>
${wrong ? '<p class="wrong" role="alert">That code is no good. Make a new one and type it within five minutes.</p>' : ''}
<p>Nobody signs in here. On the owner page open House → Faces, choose “Pair a program”, and type the eight digits that it shows.</p>
<form method="post" action="${LINK_PATH}">${hidden({ ...wish })}
<label for="code">Code from the owner page</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{8}" maxlength="8" required autofocus>
<button>Go on</button></form>
`)

export interface Consent {
  readonly home: string
  readonly doors: readonly string[]
  readonly ticket: string
}

/** Somebody of the home reads what Alexa will be able to do. */
export const consentPage = ({ home, doors, ticket }: Consent): string =>
  framed(`
<h1>Let Alexa into ${text(home)}?</h1>
<section class="card"><h2>It will see</h2>
<ul>${doors.map((door) => `<li>${text(door)}: whether it is locked, whether it is open, and each ring</li>`).join('')}</ul>
<h2>It may</h2>
<ul><li>lock these doors</li><li>show the picture of the camera before each of them</li></ul>
<h2>It may not</h2>
<ul><li>unlock or open a door</li><li>let a courier in</li></ul></section>
<p><strong>Pictures leave your house.</strong> When Alexa shows a door, its pictures travel through Amazon’s servers, and so do the state of the doors and each ring. Whoever may use your Alexa sees and does the same.</p>
<p>You end it at any time on the owner page: House → Faces → Remove.</p>
<form method="post" action="${LINK_ANSWER_PATH}">${hidden({ ticket })}
<button name="answer" value="yes">Link Alexa</button>
<button class="soft" name="answer" value="no">Do not link</button></form>
`)

/** It was no request of the owner's skill, or it came too late; nobody is sent anywhere. */
export const noLinkPage = framed(`
<h1>This link is no good</h1>
<p>Begin anew in the Alexa app: open your skill there and enable it. If you come here from the app, then the client ID or the redirect URLs in the settings of the hub (<code>bridges.alexa</code>) are not those of the skill.</p>
`)
