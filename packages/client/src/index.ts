// Typed client of the hub: for people and scripts, for couriers, and live.
export { CourierClient } from './courier-client.ts'
export { ClientError, clientErrorCodes } from './errors.ts'
export { HomeClient } from './home-client.ts'
export type { Still } from './home-client.ts'
export { LiveConnection } from './live-connection.ts'
export type { LiveListener } from './live-connection.ts'
export { Requests } from './requests.ts'
export type { Credential } from './requests.ts'
