// Every operating failure of the hub's faces, by code, with the status it is answered with. What the domain refuses is
// no error and stands in `@portico/core`.
import { HubError, type HubErrorDetails } from '@portico/ports'

/** Code → HTTP status. */
const statuses = {
  /** Called by a name this hub does not go by. */
  HUB_HTTP_HOST: 421,
  /** A browser asked from a page of somebody else. */
  HUB_HTTP_ORIGIN: 403,
  /** This house takes it by HTTPS alone. */
  HUB_HTTP_PLAIN: 403,
  /** The request does not fit its schema. */
  HUB_HTTP_BODY: 400,
  HUB_HTTP_NOT_FOUND: 404,
  /** Who asks is not known. */
  HUB_HTTP_SIGN_IN: 401,
  /** Who asks is known and may not do this. */
  HUB_HTTP_FORBIDDEN: 403,
  /** More than this person, pass or source may ask at a time. */
  HUB_HTTP_QUOTA: 429,
  HUB_HTTP_TOO_LARGE: 413,
  /** A kind of body that is not read here, or an encoded one. */
  HUB_HTTP_MEDIA_TYPE: 415,
  /** No whole request came in time. */
  HUB_HTTP_TIMEOUT: 408,
  /** The range lies outside of the file. */
  HUB_HTTP_RANGE: 416,
  /** A film that somebody holds as evidence is not deleted. */
  HUB_FILM_HELD: 409,
  /** A visit that goes on has no evidence file yet. */
  HUB_HTTP_UNFINISHED: 409,
  /** More requests, streams or sockets are open than this hub keeps. */
  HUB_HTTP_BUSY: 503,
  /** Our own fault. */
  HUB_HTTP_FAULT: 500,
  /** A message to a WebRTC session names none, or another one than there is. */
  HUB_WHEP_MATCH_MISSING: 428,
  HUB_WHEP_MATCH: 412,
  /** ICE is not restarted. */
  HUB_WHEP_RESTART: 422,
  /** The signature under a webhook is missing or wrong. */
  HUB_HOOK_SIGNATURE: 401,
  /** The port belongs to another program. */
  HUB_HTTP_PORT_TAKEN: 500,
  /** The address cannot be listened on. */
  HUB_HTTP_LISTEN: 500,
  /** A token of this name exists. */
  HUB_TOKEN_TAKEN: 409,
  /** More tokens than this hub keeps. */
  HUB_TOKEN_LIMIT: 409,
  /** More people than this hub keeps. */
  HUB_PEOPLE_LIMIT: 409,
  /** Somebody of this name is of the home, as an adult or a child. */
  HUB_PEOPLE_ROLE: 409,
  /** The last adult of the home cannot be removed. */
  HUB_PEOPLE_LAST: 409,
  /** Who is to move out cannot stop that, and of others nothing waits. */
  HUB_PEOPLE_STAYS: 409,
  /** Somebody else speaks through the camera. */
  HUB_TALK_TAKEN: 409,
  /** This checkout was never built. */
  HUB_PAGES_MISSING: 503,
  /** No display shows the code that was typed. */
  HUB_PAIRING_CODE: 404,
  /** A display waited too long, or was ended meanwhile. */
  HUB_PAIRING_ENDED: 410,
  /** More displays than this hub keeps. */
  HUB_DISPLAY_LIMIT: 409,
  /** Nobody's owner page shows the code that a program came with. */
  HUB_FACE_CODE: 404,
  /** More faces than this hub keeps. */
  HUB_FACE_LIMIT: 409,
  /** There is such a PIN. */
  HUB_PIN_TAKEN: 409,
  /** More PINs than this hub keeps. */
  HUB_PIN_LIMIT: 409,
  /** Too many wrong PINs came from this face. */
  HUB_PIN_CLOSED: 429,
  /** The code from the console is missing or wrong. */
  HUB_RULES_CODE: 403,
  /** A sentence of the rules says two things, or leads to nothing. */
  HUB_RULES_SENTENCE: 400,
  /** No change of the rules waits. */
  HUB_RULES_NOTHING: 409,
  /** What was drawn is no area. */
  HUB_AREA_SHAPE: 400,
  /** The witness of a door cannot be masked, since it has to film. */
  HUB_AREA_WITNESS: 409,
  /** The picture of the leaf is a witness of this door: where the leaf is has to be drawn. */
  HUB_AREA_LEAF: 409,
  /** No mask waits to be taken off. */
  HUB_AREA_NOTHING: 409,
  /** A receiver of webhooks whose address is none, or not https://. */
  HUB_WEBHOOK_URL: 400,
  /** A receiver of webhooks in a private network that the settings do not name. */
  HUB_WEBHOOK_ADDRESS: 403,
  /** More receivers of webhooks than this hub keeps. */
  HUB_WEBHOOK_LIMIT: 409,
  /** A receiver of webhooks is to be resumed that was never disabled. */
  HUB_WEBHOOK_RUNS: 409,
  /** A source is on that no plugin brings. */
  HUB_HOOK_SOURCE: 500,
  /** A secret or key of a source that is not changed here. */
  HUB_SOURCE_FIXED: 409,
} as const

export type HttpErrorCode = keyof typeof statuses

// cast: the keys of the literal above
export const httpErrorCodes = Object.keys(statuses) as readonly HttpErrorCode[]

export const httpError = (code: HttpErrorCode, message: string, details?: HubErrorDetails): HubError =>
  new HubError(code, message, details)

/** Null for a code of another package. */
export const statusOfHttpError = (code: string): number | null =>
  Object.hasOwn(statuses, code) ? statuses[code as HttpErrorCode] : null // cast: it is one of the keys
