// Mailboxes: notices of carriers and shops, read and held against their signature.
export { default } from './plugin.ts'
export { mailErrorCodes } from './errors.ts'
