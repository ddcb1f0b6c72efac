// Figures as text that Prometheus reads: its exposition format, version 0.0.4. Forty lines of our own rather than a package:
// there is one registry, which is asked for once in fifteen seconds.

export interface Sample {
  /** What is added to the name: `_bucket`, `_sum`, `_count` of a histogram. */
  readonly suffix?: '_bucket' | '_sum' | '_count'
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'histogram'
  /** One sentence, and the unit. */
  readonly help: string
  readonly samples: readonly Sample[]
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const escapedHelp = (text: string): string =>
  text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`)
const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', String.raw`\"`)

const numberText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}

function sampleText(name: string, { suffix, labels = {}, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedLabel(text)}"`)
  return `${name}${suffix ?? ''}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}`
}

export const exposition = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ name, type, help, samples }) =>
      [
        `# HELP ${name} ${escapedHelp(help)}`,
        `# TYPE ${name} ${type}`,
        ...samples.map((sample) => sampleText(name, sample)),
        '',
      ].join('\n'),
    )
    .join('')
