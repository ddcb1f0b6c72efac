// The names under which a home stands on the broker. A topic tells an id of a door, never a person or a parcel.

/** Levels of a topic are plain: no wildcard, no blank (MQTT 5 §4.7). */
export const levelOf = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9-]/g, (sign) => `_${sign.codePointAt(0)?.toString(16) ?? ''}`)

/** A name of people as one level: `Haus am See` → `haus-am-see`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return slug.slice(0, 32) || 'home'
}

export const commandNames = ['lock', 'approve', 'deny', 'abort'] as const

export type CommandName = (typeof commandNames)[number]

export interface HomeName {
  /** Level of the topics. */
  readonly slug: string
  /** Random, of this home alone: names that Home Assistant keeps. */
  readonly id: string
}

export class Topics {
  readonly root: string
  readonly #name: HomeName
  readonly #prefix: string

  constructor(name: HomeName, discoveryPrefix: string) {
    this.#name = name
    this.#prefix = discoveryPrefix
    this.root = `portico/${name.slug}`
  }

  /** `online` while broker and hub are both reached: what is told is of now. */
  get status(): string {
    return `${this.root}/status`
  }
  /** Something of the home as a whole. */
  home(what: string): string {
    return `${this.root}/home/${what}`
  }
  door(door: string, what: string): string {
    return `${this.root}/door/${levelOf(door)}/${what}`
  }
  command(door: string, name: CommandName): string {
    return this.door(door, `${name}/set`)
  }
  /** All commands at once. */
  get commands(): string {
    return `${this.root}/door/+/+/set`
  }
  /** Home Assistant says here that it has started. */
  get birth(): string {
    return `${this.#prefix}/status`
  }

  get homeDevice(): string {
    return `portico_${this.#name.id}`
  }
  device(door: string): string {
    return `${this.homeDevice}_${levelOf(door)}`
  }
  config(device: string): string {
    return `${this.#prefix}/device/${device}/config`
  }
}
