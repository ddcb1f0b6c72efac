// A sender of mails with a key made just now: it signs byte by byte what it is given, so that nothing of the code under
// test is needed for a good signature (RFC 6376, `simple/simple`).
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { TxtAnswer } from '../src/trust/check-dkim.ts'

export interface SignedMail {
  readonly text: string
  readonly answer: () => TxtAnswer
}

export interface ToSign {
  readonly domain: string
  /** `h=` and what else is to stand in the signature. */
  readonly tags: string
  readonly header: readonly string[]
  readonly body: string
}

const lengthIn = (tags: string): number | undefined => {
  const found = /l=(\d+)/.exec(tags)?.[1]
  return found === undefined ? undefined : Number(found)
}

export function signed({ domain, tags, header, body }: ToSign): SignedMail {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  const hash = createHash('sha256')
    .update(body.slice(0, lengthIn(tags)))
    .digest('base64')
  const bare = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=${domain}; s=own; ${tags}; bh=${hash}; b=`
  const named = /h=([^;]*)/.exec(tags)?.[1]?.split(':') ?? []
  const lines = named.flatMap(
    (name) => header.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? [],
  )
  const data = [...lines.map((line) => `${line}\r\n`), bare].join('')
  const signature = sign('sha256', Buffer.from(data, 'latin1'), privateKey).toString('base64')
  const record = `v=DKIM1; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
  return {
    text: [`${bare}${signature}`, ...header, '', body].join('\r\n'),
    answer: () => ({ texts: [record] }),
  }
}
