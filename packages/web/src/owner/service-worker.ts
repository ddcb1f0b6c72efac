// Keeps the shell of the owner's page, so that it opens without the house and says so. Never anything of the house
// itself: no answer of the API, no picture, no film, no page of a display or a courier.

/** What a worker has and a page has not (W3C Service Workers §4). */
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: AskedEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void
}
interface AskedEvent extends WorkerEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

// cast: this file runs as a worker alone
const worker = self as unknown as Worker

const SHELL = 'portico-shell'
const PAGE = '/'
const fixed: ReadonlySet<string> = new Set(['/icon.svg', '/manifest.webmanifest'])
/** A house that answers later than this is shown from what is kept, ms; the page itself goes on asking. */
const ANSWER_WITHIN_MS = 4_000

const isPage = ({ pathname }: URL): boolean => pathname === PAGE || pathname === '/sign-in'
/** Their names carry a hash of what is in them: one that is kept is good for ever. */
const isAsset = ({ pathname }: URL): boolean => pathname.startsWith('/assets/')

const assetsOf = (html: string): readonly string[] =>
  [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)

/** The page and all that it names: kept together, and what only an older page named is dropped. */
async function keep(page: Response): Promise<void> {
  const shell = await caches.open(SHELL)
  const assets = assetsOf(await page.clone().text())
  await Promise.all(
    [...assets, ...fixed].map(async (path) => {
      if (isAsset(new URL(path, location.origin)) && (await shell.match(path))) return
      const answer = await fetch(path)
      if (answer.ok) await shell.put(path, answer)
    }),
  )
  await shell.put(PAGE, page)
  const named = new Set<string>(assets)
  const kept = await shell.keys()
  await Promise.all(
    kept
      .filter(({ url }) => isAsset(new URL(url)) && !named.has(new URL(url).pathname))
      .map((request) => shell.delete(request)),
  )
}

/** The house first: what is shown is the newest page whenever there is one. */
async function pageOf(event: AskedEvent): Promise<Response> {
  const kept = await caches.match(PAGE)
  const asking = fetch(event.request).then((answer) => {
    if (answer.ok) event.waitUntil(keep(answer.clone()).catch(() => {}))
    return answer
  })
  if (!kept) return asking
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => resolve(kept.clone()), ANSWER_WITHIN_MS)
  })
  return Promise.race([asking.catch(() => kept.clone()), late])
}

async function fileOf({ request }: AskedEvent): Promise<Response> {
  const kept = await caches.match(request)
  return kept ?? fetch(request)
}

worker.addEventListener('install', (event) => {
  const install = async (): Promise<void> => {
    await keep(await fetch(PAGE))
    await worker.skipWaiting()
  }
  event.waitUntil(install())
})

worker.addEventListener('activate', (event) => {
  const activate = async (): Promise<void> => {
    const names = await caches.keys()
    await Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)))
    await worker.clients.claim()
  }
  event.waitUntil(activate())
})

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  if (event.request.mode === 'navigate' && isPage(url)) event.respondWith(pageOf(event))
  else if (isAsset(url) || fixed.has(url.pathname)) event.respondWith(fileOf(event))
})

export {}
