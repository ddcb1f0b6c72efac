// The carriers and tracking services the hub understands, and those of them that it can ask.
export { carriers } from './carriers.ts'
export { clients } from './clients/clients.ts'
export { carrierErrorCodes } from './errors.ts'
