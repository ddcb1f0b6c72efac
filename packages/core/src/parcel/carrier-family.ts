// One carrier under its many names: parcels are told apart by the family, never by how a service spells it.
import { carrierFamilies } from './carrier-families.data.ts'

const plainName = (carrier: string): string => carrier.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

const familyByName: ReadonlyMap<string, string> = new Map(
  Object.entries(carrierFamilies).flatMap(([family, names]) =>
    [family, ...names].map((name) => [name, family] as const),
  ),
)

/** `dhl`, `dhl-de` and `DHLExpress` are one. A name without a letter or digit is none. */
export function carrierFamily(carrier: string): string | null {
  const name = plainName(carrier)
  return name === '' ? null : (familyByName.get(name) ?? name)
}

/** Not known to be two: one that names nobody fits every carrier. */
export function isOneCarrier(a: string | null, b: string | null): boolean {
  const [one, other] = [a, b].map((name) => (name === null ? null : carrierFamily(name)))
  return one === null || other === null || one === other
}
