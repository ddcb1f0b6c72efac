// A simulated house: lock, contact, bell, siren, edge and cameras.
export { default } from './plugin.ts'
export { virtualErrorCodes } from './errors.ts'
