// A step of a story that is played in a process of its own: one line is printed for each, and the first that fails ends it.

/** What is worth a word beside the time that it took. */
export type Say = (what: string) => void

export async function step(name: string, play: (say: Say) => Promise<void>): Promise<void> {
  const begun = performance.now()
  const said: string[] = []
  await play((what) => void said.push(what))
  const ms = Math.round(performance.now() - begun)
  process.stdout.write(`${JSON.stringify({ step: name, ms, said })}\n`)
}
