// Reads the text that Prometheus reads (exposition format 0.0.4), strictly: what does not fit the format throws.

type Labels = Readonly<Record<string, string>>

interface Line {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

export interface Figures {
  readonly text: string
  /** Null: there is no such series. */
  value(name: string, labels?: Labels): number | null
  /** Values of one label, in their order. */
  labels(name: string, label: string): readonly string[]
}

const unescape = (text: string): string =>
  text.replaceAll(/\\(["\\n])/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))

const numberIn = (text: string): number =>
  ({ '+Inf': Infinity, '-Inf': -Infinity, NaN })[text] ?? Number(text)

function readLine(line: string): Line {
  const found = /^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups
  if (!found) throw new Error(`no sample: ${line}`)
  const pairs = [...(found['labels'] ?? '').matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g)]
  const labels = Object.fromEntries(pairs.map(([, name = '', text = '']) => [name, unescape(text)]))
  return { name: found['name'] ?? '', labels, value: numberIn(found['value'] ?? '') }
}

export function readFigures(text: string): Figures {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const typed = new Set<string>()
  const samples: Line[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    const head = /^# (?<kind>HELP|TYPE) (?<name>\S+) (?<rest>.+)$/.exec(line)?.groups
    if (head?.['kind'] === 'TYPE') {
      if (!/^(gauge|counter|histogram)$/.test(head['rest'] ?? '')) throw new Error(`no type: ${line}`)
      if (typed.has(head['name'] ?? '')) throw new Error(`typed twice: ${line}`)
      typed.add(head['name'] ?? '')
    }
    if (!head) samples.push(readLine(line))
  }
  for (const { name } of samples)
    if (!typed.has(name) && !typed.has(name.replace(/_(?:bucket|sum|count)$/, '')))
      throw new Error(`no type of ${name}`)
  const isOf = (wanted: Labels, { labels }: Line): boolean =>
    Object.keys(wanted).length === Object.keys(labels).length &&
    Object.entries(wanted).every(([name, value]) => labels[name] === value)
  return {
    text,
    value: (name, labels = {}) =>
      samples.find((line) => line.name === name && isOf(labels, line))?.value ?? null,
    labels: (name, label) =>
      samples.filter((line) => line.name === name).map((line) => line.labels[label] ?? ''),
  }
}
