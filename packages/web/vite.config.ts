// Builds the pages: static files with content hashes that the hub keeps in memory and serves.
import { defineConfig } from 'vite'

const page = (name: string): string => `${import.meta.dirname}/pages/${name}.html`

/** A service worker rules the folder it lies in: this one has a fixed name at the root. */
const WORKER = 'service-worker'

/** The hub draws the courier's page itself: script and stylesheet have names that it knows. */
const COURIER = 'courier'
/** A page names it when somebody speaks. */
const TALK = 'talk-worklet'
/** It reads the labels of parcels, and may do what no page may: its policy goes with its name. */
const LABELS = 'label-worker'
const atRoot: ReadonlySet<string> = new Set([WORKER, COURIER, TALK, LABELS])

export default defineConfig({
  root: `${import.meta.dirname}/pages`,
  publicDir: `${import.meta.dirname}/public`,
  logLevel: 'warn',
  resolve: { conditions: ['@portico/source', 'module', 'browser', 'development|production'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: `${import.meta.dirname}/pages-built`,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        owner: page('owner'),
        display: page('display'),
        street: page('street'),
        [WORKER]: `${import.meta.dirname}/src/owner/service-worker.ts`,
        [TALK]: `${import.meta.dirname}/src/talk/talk-worker.ts`,
        [LABELS]: `${import.meta.dirname}/src/parcels/scan/label-worker.ts`,
        [COURIER]: `${import.meta.dirname}/src/courier/page-main.ts`,
      },
      output: {
        entryFileNames: ({ name }) => (atRoot.has(name) ? '[name].js' : 'assets/[name]-[hash].js'),
        assetFileNames: ({ names }) =>
          names.includes(`${COURIER}.css`) ? '[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
  },
})
