// The descriptions of the API as a running hub gives them, and as they are kept in docs/api.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Owner } from './people.ts'
import { HubProcess } from './hub-process.ts'

export const documentNames = ['openapi', 'asyncapi'] as const
export type DocumentName = (typeof documentNames)[number]
export type Documents = Readonly<Record<DocumentName, unknown>>

export const documentPath = (name: DocumentName): string =>
  join(resolve(import.meta.dirname, '../../docs/api'), `${name}.json`)

/** As it stands in the repository; null: there is none yet. */
export const keptDocument = (name: DocumentName): unknown =>
  existsSync(documentPath(name)) ? JSON.parse(readFileSync(documentPath(name), 'utf8')) : null

export const documentText = (document: unknown): string => `${JSON.stringify(document, null, 1)}\n`

/** Of a hub as it comes, which is a simulated home with one carrier. */
export async function askDocuments(): Promise<Documents> {
  await using hub = await HubProcess.start()
  await using owner = await Owner.signIn(hub)
  const { requests } = owner.home
  const [openapi, asyncapi] = await Promise.all(
    documentNames.map((name) => requests.get<unknown>(`/api/v1/${name}.json`)),
  )
  return { openapi, asyncapi }
}
