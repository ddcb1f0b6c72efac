// The program is started by `bin.mjs`. Offered here are its default home, and its codes and what they become: statuses,
// exit codes, sentences; and the command line's way to a running hub.
export { defaultHome } from './config/default-home.data.ts'
export { exitCodes, tellFailure } from './commands/failure.ts'
export { askHub } from './control/control-client.ts'
export type { DeskAnswers, DeskAsk } from './control/desk-messages.ts'
export { hubErrorCodes } from './errors.ts'
export { errorReply } from './http/error-reply.ts'
export { httpErrorCodes } from './http/http-errors.ts'
export { exitCodeOf } from './start/stop-signals.ts'
export { ownersOwn } from './views/courier-view.ts'
export { courierHears, strangerHears } from './views/words.ts'
