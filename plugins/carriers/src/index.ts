// The carriers and tracking services the hub understands.
export { carriers } from './carriers.ts'
export { carrierErrorCodes } from './errors.ts'
