// npm run simulate:bugs.
import { main } from './src/bugs/bugs-main.ts'

process.exitCode = await main(process.argv.slice(2))
