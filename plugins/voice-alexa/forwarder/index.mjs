// The whole of what runs in the cloud: Alexa calls a Lambda, and this hands her words to the hub and the hub's back. It keeps
// nothing and knows no secret but the hub's address, which stands in PORTICO_URL, for instance https://door.example.
const WITHIN_MS = 7_000
const ANSWER_BYTES_MAX = 256 * 1024

/** Alexa puts the account's token in one of three places. */
const tokenOf = ({ endpoint, payload }) =>
  endpoint?.scope?.token ?? payload?.scope?.token ?? payload?.grantee?.token ?? ''

const refusal = ({ header, endpoint }, type, message) => ({
  event: {
    header: {
      namespace: header?.namespace === 'Alexa.Authorization' ? 'Alexa.Authorization' : 'Alexa',
      name: 'ErrorResponse',
      payloadVersion: '3',
      messageId: crypto.randomUUID(),
      ...(header?.correlationToken && { correlationToken: header.correlationToken }),
    },
    ...(endpoint?.endpointId && { endpoint: { endpointId: endpoint.endpointId } }),
    payload: { type: header?.namespace === 'Alexa.Authorization' ? 'ACCEPT_GRANT_FAILED' : type, message },
  },
})

const byStatus = {
  401: 'EXPIRED_AUTHORIZATION_CREDENTIAL',
  403: 'INSUFFICIENT_PERMISSIONS',
  429: 'RATE_LIMIT_EXCEEDED',
}

async function textOf({ body }) {
  const parts = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.length
    if (bytes > ANSWER_BYTES_MAX) throw new Error('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

export async function handler(request) {
  const directive = request?.directive ?? {}
  try {
    const answer = await fetch(new URL('/api/alexa/smart-home', process.env.PORTICO_URL), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(directive)}` },
      body: JSON.stringify(request),
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    const text = await textOf(answer)
    if (answer.ok) return JSON.parse(text)
    return refusal(
      directive,
      byStatus[answer.status] ?? 'BRIDGE_UNREACHABLE',
      `The hub answers ${answer.status}.`,
    )
  } catch {
    return refusal(directive, 'BRIDGE_UNREACHABLE', 'The hub does not answer.')
  }
}
