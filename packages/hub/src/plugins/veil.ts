// What a child process must not tell: secrets that it was given, wherever they stand in what it logs.

const VEILED = '******'

export function veiled(text: string, secrets: readonly string[]): string {
  return secrets.reduce((told, secret) => told.replaceAll(secret, VEILED), text)
}

/** As they are, unless one of them holds a secret: then none of them is told. */
export function veiledDetails(
  details: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Readonly<Record<string, unknown>> {
  const text = secrets.length === 0 ? '' : JSON.stringify(details)
  return secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))
    ? { details: VEILED }
    : details
}
