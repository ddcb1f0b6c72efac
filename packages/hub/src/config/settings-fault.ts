// One thing wrong in the settings: where it stands, which key, and what to do.

/** Keys from the top of the file down to the value. */
export type KeyPath = readonly (string | number)[]

export interface SettingsFault {
  /** From 1; null where no line is to blame. */
  readonly line: number | null
  readonly path: KeyPath
  readonly message: string
}

/** `doors[0].lock` */
export function pathText(path: KeyPath): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? plain(key) : `.${plain(key)}`))
    .join('')
}

/** A key may hold anything: it must not break the line it is shown on. */
function plain(key: string): string {
  return /^[\w-]{1,64}$/.test(key) ? key : JSON.stringify(key.slice(0, 64))
}

/** `portico.yaml:12: doors[0].lock: no device "front-lok"` */
export function faultText(file: string, { line, path, message }: SettingsFault): string {
  const place = line === null ? file : `${file}:${line}`
  return path.length === 0 ? `${place}: ${message}` : `${place}: ${pathText(path)}: ${message}`
}
