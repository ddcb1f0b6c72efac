// Every door of the home and whether it is proved locked: node doors.ts URL TOKEN, with a token of the scope `read`.
import { HomeClient } from '@portico/client'

const [url = '', token = ''] = process.argv.slice(2)
const home = new HomeClient(url, { kind: 'token', token })

for (const door of await home.doors())
  console.log(
    `${door.name}: ${door.state === 'locked-proved' ? 'locked' : `not proved locked (${door.state})`}`,
  )
