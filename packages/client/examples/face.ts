// A program that becomes a face of the home by the eight digits of the owner page, shows it, and locks a door that stands
// open: node face.ts URL CODE. What it may do is changed by people, on House → Faces.
import { ClientError, FaceClient } from '@portico/client'

const [url = '', code = ''] = process.argv.slice(2)
const { token, face } = await FaceClient.claim(url, { code, kind: 'voice', name: 'Example' })
console.log(`${face.name} may ${face.rights.join(', ')}`)

const client = new FaceClient(url, token)
const home = await client.home()
for (const { id, name, state } of home.doors) {
  console.log(`${name}: ${state}`)
  try {
    // Without a PIN the hub opens nothing, whatever a program asks.
    await client.open(id, null)
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    console.log(`not opened: ${error.code}`)
  }
  await client.lock(id)
}
