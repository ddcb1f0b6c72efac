// What a screen may ask over its socket: the same functions as the routes, with the right looked at again each time.
import {
  AcknowledgeCommand,
  ApproveCommand,
  DeliveredMessage,
  type ErrorReply,
  LockCommand,
  SessionCommand,
} from '@portico/protocol'
import type { Identity } from '../people/identity.ts'
import { errorReply } from '../http/error-reply.ts'
import type { Faces } from '../http/faces.ts'
import { demand } from '../http/rights.ts'
import { reader } from '../http/validation.ts'
import { DisplayBell } from './display-bell.ts'
import type { PeopleDesk } from '../people/people-desk.ts'

export type Acknowledgement = ErrorReply | { readonly ok: true }

type Command = (by: Identity, message: unknown) => Promise<ErrorReply | null>

const readApprove = reader(ApproveCommand)
const readSession = reader(SessionCommand)
const readLock = reader(LockCommand)
const readAcknowledge = reader(AcknowledgeCommand)
const readDelivered = reader(DeliveredMessage)

function commandsOf(desk: PeopleDesk, bell: DisplayBell): Readonly<Record<string, Command>> {
  return {
    approve: async (by, message) => {
      const { session, ...approval } = readApprove(message)
      return desk.approve(by, session, approval)
    },
    deny: async (by, message) => desk.deny(by, readSession(message).session),
    abort: async (by, message) => desk.abort(by, readSession(message).session),
    // A face locks by the line that it holds anyhow: a request of its own would cost the door a millisecond.
    lock: async (by, message) => {
      demand(by, 'known', { face: 'lock' })
      return desk.lock(by, readLock(message).door)
    },
    acknowledge: async (by, message) => {
      const { alarm, secureByEye = false } = readAcknowledge(message)
      return desk.acknowledge(by, alarm, { secureByEye })
    },
    delivered: async (by, message) => {
      desk.delivered(by, readDelivered(message).alarm)
      return null
    },
    bell: async (by) => {
      bell.press(by)
      return null
    },
  }
}

/** By name of the socket.io event. Never rejects. */
export function liveCommands({
  desk,
  hub,
  forbidden,
}: Faces): ReadonlyMap<string, (by: Identity, message: unknown) => Promise<Acknowledgement>> {
  const answered = Object.entries(commandsOf(desk, new DisplayBell(hub))).map(([name, command]) => {
    const answer = async (by: Identity, message: unknown): Promise<Acknowledgement> => {
      try {
        return (await command(by, message)) ?? { ok: true }
      } catch (error) {
        const { status, body } = errorReply(error)
        if (body.code === 'HUB_HTTP_FORBIDDEN') forbidden.note(by, `/live ${name}`)
        if (status === 500) hub.log.error({ command: name, code: body.code, err: error }, 'command failed')
        return body
      }
    }
    return [name, answer] as const
  })
  return new Map(answered)
}
