// Builds the page that checks evidence as one file with everything in it: it runs from a disk, with no hub, exactly as
// the hub serves it.
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** Puts scripts and styles into the document; nothing of the build is left beside it. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const [document, ...more] = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.html'))
      if (document?.type !== 'asset' || more.length > 0) throw new Error('one document was to be built')
      let html = String(document.source)
      const policy: string[] = []
      for (const [name, part] of Object.entries(bundle)) {
        if (part === document) continue
        const isStyle = name.endsWith('.css')
        const code = within(part.type === 'chunk' ? part.code : String(part.source))
        policy.push(`${isStyle ? 'style' : 'script'}-src '${await hashOf(code)}'`)
        html = isStyle ? styled(html, name, code) : scripted(html, name, code)
        delete bundle[name]
      }
      document.source = html.replace('</title>', () => `</title>${metaOf(policy)}`)
    },
  }
}

/** In a document a script ends at these letters, wherever they stand. */
const within = (code: string): string => code.trim().replaceAll('</script', String.raw`<\/script`)

async function hashOf(code: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}

/** The page can run what is in it, and show pictures of the file that was chosen. It can fetch and send nothing. */
const metaOf = (policy: readonly string[]): string =>
  `<meta http-equiv="Content-Security-Policy" content="${[
    "default-src 'none'",
    ...policy,
    'img-src data: blob:',
    'media-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')}" />`

const tagOf = (html: string, name: string, tag: string): string => {
  const found = new RegExp(`<${tag}[^>]*"/${name.replaceAll('.', '\\.')}"[^>]*>(?:</script>)?`).exec(
    html,
  )?.[0]
  if (found === undefined) throw new Error(`the document names no ${name}`)
  return found
}

const styled = (html: string, name: string, css: string): string =>
  html.replace(tagOf(html, name, 'link'), () => `<style>${css}</style>`)

/** At the end of the body: an inline module waits for the document anyway, and a reader sees the words first. */
const scripted = (html: string, name: string, code: string): string =>
  html
    .replace(tagOf(html, name, 'script'), '')
    .replace('</body>', () => `<script type="module">${code}</script></body>`)

export default defineConfig({
  root: `${import.meta.dirname}/pages`,
  publicDir: false,
  logLevel: 'warn',
  plugins: [oneFile()],
  resolve: { conditions: ['@portico/source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: `${import.meta.dirname}/pages-built`,
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    rolldownOptions: {
      input: `${import.meta.dirname}/pages/verify.html`,
      output: { codeSplitting: false },
    },
  },
})
