// Names of things. A bare string never crosses a package border as an id.

declare const kind: unique symbol
type Id<Kind extends string> = string & { readonly [kind]: Kind }

export type HomeId = Id<'home'>
export type DoorId = Id<'door'>
export type DeviceId = Id<'device'>
export type SessionId = Id<'session'>
export type ParcelId = Id<'parcel'>
export type PassId = Id<'pass'>
export type AlarmId = Id<'alarm'>
export type CommandId = Id<'command'>
export type EffectId = Id<'effect'>
/** One try at opening: `session#try`, or the id of an opening by hand. */
export type Op = Id<'op'>
/** A person, display, token or bridge, opaque. */
export type ActorId = Id<'actor'>

// cast: an id is branded where it is minted or parsed.
export const homeId = (id: string): HomeId => id as HomeId
export const doorId = (id: string): DoorId => id as DoorId
export const deviceId = (id: string): DeviceId => id as DeviceId
export const sessionId = (id: string): SessionId => id as SessionId
export const parcelId = (id: string): ParcelId => id as ParcelId
export const passId = (id: string): PassId => id as PassId
export const alarmId = (id: string): AlarmId => id as AlarmId
export const commandId = (id: string): CommandId => id as CommandId
export const effectId = (id: string): EffectId => id as EffectId
export const actorId = (id: string): ActorId => id as ActorId
export const op = (id: string): Op => id as Op
/** The op of the n-th try of a session, counted from 0. */
export const sessionOp = (session: SessionId, tries: number): Op => op(`${session}#${tries}`)
