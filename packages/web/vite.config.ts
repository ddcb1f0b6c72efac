// Builds the pages: static files with content hashes that the hub keeps in memory and serves.
import { defineConfig } from 'vite'

const page = (name: string): string => `${import.meta.dirname}/pages/${name}.html`

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
      input: { owner: page('owner'), display: page('display'), street: page('street') },
    },
  },
})
