// npm run simulate:exhaustive.
import { main } from './src/scope/main.ts'

process.exitCode = main(process.argv.slice(2))
