// What the simulated house answers about itself: the parts that the street shows.

export interface TrueDoor {
  readonly bolt: 'thrown' | 'withdrawn' | 'half'
  /** 0 withdrawn … 1 thrown. */
  readonly boltPosition: number
  readonly boltMoves: boolean
  readonly leaf: 'closed' | 'open'
  /** 0 in its frame … 1 wide open. */
  readonly leafPosition: number
  readonly leafHeld: boolean
  readonly people: readonly TruePerson[]
  readonly parcels: { readonly outside: number; readonly inside: number; readonly taken: number }
  readonly battery: number
  readonly lockDead: boolean
  readonly jam: number | null
  readonly siren: boolean
}

export interface TruePerson {
  readonly who: 'courier' | 'resident' | 'second'
  readonly where: 'outside' | 'doorway' | 'inside'
}

export interface TrueWorld {
  readonly doors: Readonly<Record<string, TrueDoor>>
  readonly cameras: Readonly<
    Record<string, { readonly door: string; readonly view: string; readonly fault: string }>
  >
}

/** What hangs at a door, by the ids that acts are done on. */
export interface Mounted {
  readonly id: string
  readonly name: string
  readonly lock: string
  readonly contact: string
  readonly edge: string | null
  readonly bell: string | null
  readonly cameras: readonly { readonly id: string; readonly view: string }[]
}

export interface ActAnswer {
  readonly moved: boolean
  readonly why: string | null
}

export interface Play {
  readonly state: 'none' | 'running' | 'delivered' | 'not-delivered'
  readonly door: string | null
  readonly trackingNumber: string | null
  readonly courierPage: string | null
  readonly steps: readonly { readonly who: string; readonly what: string; readonly at: number }[]
  readonly why: string | null
  readonly ownerReads: string | null
}
