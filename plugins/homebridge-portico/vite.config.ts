// Builds what Homebridge loads: one file that needs nothing but Node and the codec that comes with a file of its own.
import { defineConfig } from 'vite'

export default defineConfig({
  logLevel: 'warn',
  resolve: { conditions: ['@portico/source', 'module', 'node', 'development|production'] },
  ssr: {
    noExternal: true,
    external: ['opusscript'],
    resolve: { conditions: ['@portico/source', 'module', 'node'] },
  },
  build: {
    ssr: `${import.meta.dirname}/src/index.ts`,
    outDir: `${import.meta.dirname}/bundle`,
    emptyOutDir: true,
    target: 'node22',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'index.js', codeSplitting: false } },
  },
})
