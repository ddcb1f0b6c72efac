// What somebody most likely meant by a name that does not exist.

/** Edits between two words: a letter more, less, other, or two swapped (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let older: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + other,
          swapped ? (older[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    older = before
    before = row
  }
  return before[b.length] ?? 0
}

/** Longer words are not worth a guess. */
const LENGTH_MAX = 64

/** The nearest of the known names; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > LENGTH_MAX) return null
  const limit = Math.max(1, Math.floor(name.length / 3))
  const [best] = known
    .filter((each) => each.length <= LENGTH_MAX)
    .map((each) => ({ each, distance: editDistance(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
  return best?.each ?? null
}

/** ` … did you mean "x"?`, or else what there is; nothing when there is nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  if (nearest !== null) return ` … did you mean "${nearest}"?`
  return known.length === 0 ? '' : `; there is ${known.join(', ')}`
}
