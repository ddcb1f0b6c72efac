// Variants one after the other, round by round, each round in the opposite order of the one before: what the machine
// does besides falls on all of them alike.

export interface Variant<Result> {
  readonly name: string
  readonly run: () => Promise<Result>
}

/** The results of every variant, by its name, one a round. */
export async function interleave<Result>(
  rounds: number,
  variants: readonly Variant<Result>[],
): Promise<ReadonlyMap<string, readonly Result[]>> {
  const results = new Map<string, Result[]>(variants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const { name, run } of round % 2 === 0 ? variants : variants.toReversed()) {
      note(`round ${round + 1} of ${rounds}: ${name}`)
      results.get(name)?.push(await run())
    }
  note('')
  return results
}

/** Says on a terminal how far it is; in a file it would only be noise. */
export function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
