// Circles of files: Tarjan's strongly connected components.

export function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  let counter = 0
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const circles: string[][] = []

  const visit = (node: string): void => {
    index.set(node, counter)
    low.set(node, counter++)
    stack.push(node)
    onStack.add(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (onStack.has(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0))
    }
    if (low.get(node) === index.get(node)) closeComponent(node)
  }

  const closeComponent = (node: string): void => {
    const members: string[] = []
    for (;;) {
      const top = stack.pop()
      if (top === undefined) break
      onStack.delete(top)
      members.push(top)
      if (top === node) break
    }
    if (members.length > 1 || graph.get(node)?.includes(node)) circles.push(members.toReversed())
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return circles
}
