// The lock of a door as controllers operate it. Every command goes to the hub and ends there; `lockState` is never written
// by a command: it follows what is seen.
import type { Endpoint } from '@matter/main'
import { DoorLockServer } from '@matter/main/behaviors/door-lock'
import { DoorLock } from '@matter/main/clusters/door-lock'
import { Status, StatusResponseError } from '@matter/main/types'
import type { Answer, Denial, DoorActs } from '../acts.ts'
import { boundedTypes, localTime, mayOpen } from '../schedules.ts'
import { PIN_LENGTH_MAX, PIN_LENGTH_MIN, placeholder, pinIn } from './pin-bytes.ts'
import { OPERATION_ERRORS, STATUSES, keptUserTypes } from './lock-words.ts'

const acts = new WeakMap<Endpoint, DoorActs>()

/** Before the endpoint joins the node. */
export function bindActs(endpoint: Endpoint, doorActs: DoorActs): void {
  acts.set(endpoint, doorActs)
}

const Base = DoorLockServer.with(
  'PinCredential',
  'DoorPositionSensor',
  'CredentialOverTheAirAccess',
  'User',
  'WeekDayAccessSchedules',
  'YearDayAccessSchedules',
)

/** Users that controllers can keep at a door, each with one PIN. */
const USERS_MAX = 10
const SCHEDULES_MAX = 10

/** What never changes of a lock. */
export const lockTraits = {
  lockType: DoorLock.LockType.DeadBolt,
  actuatorEnabled: true,
  operatingMode: DoorLock.OperatingMode.Normal,
  // Bits are the other way round: what is set here is not there.
  supportedOperatingModes: {
    normal: false,
    vacation: true,
    privacy: true,
    noRemoteLockUnlock: true,
    passage: true,
    alwaysSet: 2047,
  },
  credentialRulesSupport: { single: true, dual: false, tri: false },
  numberOfTotalUsersSupported: USERS_MAX,
  numberOfPinUsersSupported: USERS_MAX,
  numberOfCredentialsSupportedPerUser: 1,
  numberOfWeekDaySchedulesSupportedPerUser: SCHEDULES_MAX,
  numberOfYearDaySchedulesSupportedPerUser: SCHEDULES_MAX,
  minPinCodeLength: PIN_LENGTH_MIN,
  maxPinCodeLength: PIN_LENGTH_MAX,
  wrongCodeEntryLimit: 5,
  // The longest that fits: the hub closes for an hour.
  userCodeTemporaryDisableTime: 255,
  requirePinForRemoteOperation: true,
}

type Operation = 'lock' | 'unlock'

export class HubLockServer extends Base {
  override initialize(): void | PromiseLike<void> {
    // The hub opens to nobody without a PIN: a controller that says otherwise would be shown what is not so.
    this.reactTo(this.events.requirePinForRemoteOperation$Changing, (required: boolean) => {
      if (!required) throw new StatusResponseError('the hub opens with a PIN alone', Status.ConstraintError)
    })
    this.reactTo(this.events.operatingMode$Changing, (mode: DoorLock.OperatingMode) => {
      if (mode !== DoorLock.OperatingMode.Normal)
        throw new StatusResponseError('the lock has one mode', Status.ConstraintError)
    })
    return super.initialize()
  }

  override async lockDoor(): Promise<void> {
    using place = this.#acts.place(this.#fabric, 'lock')
    this.#settle('lock', place === null ? 'busy' : await this.#acts.lock(this.#fabric), null)
  }

  override async unlockDoor({ pinCode }: DoorLock.UnlockDoorRequest): Promise<void> {
    await this.#unlock(pinCode)
  }

  /** The hub locks again by itself, by its own clock and the lock's: the time that is named here is not used. */
  override async unlockWithTimeout({ pinCode }: DoorLock.UnlockWithTimeoutRequest): Promise<void> {
    await this.#unlock(pinCode)
  }

  override async setUser(request: DoorLock.SetUserRequest): Promise<void> {
    using _ = await this.#demandCodes()
    const { userType } = request
    if (userType !== null && userType !== undefined && !keptUserTypes.has(userType))
      throw new StatusResponseError('users of this type are not kept', Status.InvalidCommand)
    await super.setUser(request)
  }

  override async clearUser(request: DoorLock.ClearUserRequest): Promise<void> {
    using _ = await this.#demandCodes()
    const isAll = request.userIndex === 0xff_fe
    const users = this.state.users.filter(({ userIndex }) => isAll || userIndex === request.userIndex)
    await this.#clearPins(users.flatMap(({ credentials }) => credentials.map((each) => each.credentialIndex)))
    await super.clearUser(request)
  }

  override async setCredential(
    request: DoorLock.SetCredentialRequest,
  ): Promise<DoorLock.SetCredentialResponse> {
    using _ = await this.#demandCodes()
    const { credential, credentialData, userType, userIndex } = request
    const pin = pinIn(credentialData)
    const isKept = userType === null || keptUserTypes.has(userType)
    const slot = credential.credentialIndex
    if (credential.credentialType !== DoorLock.CredentialType.Pin || pin === null || !isKept || slot < 1)
      return { status: Status.InvalidCommand, userIndex: null, nextCredentialIndex: null }
    // The library keeps no digit: only that something stands in this place.
    request.credentialData = placeholder()
    const answer = await super.setCredential(request)
    if (answer.status !== Status.Success) return answer
    const user = this.state.users.find((each) => each.userIndex === (userIndex ?? answer.userIndex))
    const name = user?.userName === undefined || user.userName === '' ? `PIN ${slot}` : user.userName
    const denial = await this.#acts.setPin({ fabric: this.#fabric, slot, pin, name })
    // What the library wrote is taken back with the error.
    if (denial !== null) throw new StatusResponseError(`the hub keeps no PIN: ${denial}`, STATUSES[denial])
    return answer
  }

  override async clearCredential(request: DoorLock.ClearCredentialRequest): Promise<void> {
    using _ = await this.#demandCodes()
    const which = request.credential
    const isAll = which === null || which.credentialIndex === 0xff_fe
    const slots = this.state.credentials.map(({ credentialIndex }) => credentialIndex)
    await this.#clearPins(isAll ? slots : slots.filter((slot) => slot === which.credentialIndex))
    await super.clearCredential(request)
  }

  override async setWeekDaySchedule(request: DoorLock.SetWeekDayScheduleRequest): Promise<void> {
    using _ = await this.#demandCodes()
    await super.setWeekDaySchedule(request)
  }
  override async clearWeekDaySchedule(request: DoorLock.ClearWeekDayScheduleRequest): Promise<void> {
    using _ = await this.#demandCodes()
    await super.clearWeekDaySchedule(request)
  }
  override async setYearDaySchedule(request: DoorLock.SetYearDayScheduleRequest): Promise<void> {
    using _ = await this.#demandCodes()
    await super.setYearDaySchedule(request)
  }
  override async clearYearDaySchedule(request: DoorLock.ClearYearDayScheduleRequest): Promise<void> {
    using _ = await this.#demandCodes()
    await super.clearYearDaySchedule(request)
  }

  async #unlock(code: DoorLock.UnlockDoorRequest['pinCode']): Promise<void> {
    using place = this.#acts.place(this.#fabric, 'other')
    if (place === null) return this.#settle('unlock', 'busy', null)
    const pin = code === undefined ? null : pinIn(code)
    // What can be no PIN at all is none.
    if (pin === null) {
      const answer = await this.#acts.open(this.#fabric, { pin, denied: null, inHours: false })
      return this.#settle('unlock', answer ?? 'pin', null)
    }
    const slot = await this.#acts.slotOf(pin)
    const user = slot === null ? undefined : this.#userOf(slot)
    const denied = user === undefined ? null : this.#denialOf(user)
    const inHours = user !== undefined && boundedTypes.has(user.userType)
    const answer = await this.#acts.open(this.#fabric, { pin, denied, inHours })
    this.#settle(
      'unlock',
      answer,
      user === undefined || slot === null ? null : { user: user.userIndex, slot },
    )
  }

  #userOf(slot: number): HubLockServer['state']['users'][number] | undefined {
    return this.state.users.find(({ credentials }) =>
      credentials.some(({ credentialIndex }) => credentialIndex === slot),
    )
  }

  #denialOf(user: HubLockServer['state']['users'][number]): Denial | null {
    if (user.userStatus === DoorLock.UserStatus.OccupiedDisabled) return 'disabled'
    const schedules = { weekDay: this.state.weekDaySchedules, yearDay: this.state.yearDaySchedules }
    return mayOpen(user, schedules, localTime(this.#acts.now())) ? null : 'hours'
  }

  async #clearPins(slots: readonly number[]): Promise<void> {
    const denial = await this.#acts.clearPins(this.#fabric, slots)
    if (denial !== null) throw new StatusResponseError(`the hub keeps a PIN: ${denial}`, STATUSES[denial])
  }

  /** To be disposed when the change is made. */
  async #demandCodes(): Promise<Disposable> {
    const place = this.#acts.place(this.#fabric, 'other')
    const denial = place === null ? 'busy' : await this.#acts.mayCode(this.#fabric)
    if (place !== null && denial === null) return place
    place?.[Symbol.dispose]()
    const status = STATUSES[denial ?? 'busy']
    throw new StatusResponseError(`users and PINs stay as they are: ${denial}`, status)
  }

  /** Tells what became of a command, as an event to all and as a status to who sent it. */
  #settle(operation: Operation, answer: Answer, by: { user: number; slot: number } | null): void {
    const { context } = this
    const told = {
      lockOperationType:
        operation === 'lock' ? DoorLock.LockOperationType.Lock : DoorLock.LockOperationType.Unlock,
      operationSource: DoorLock.OperationSource.Remote,
      userIndex: by?.user ?? null,
      fabricIndex: context.fabric ?? null,
      sourceNode: context.subject?.kind === 'node' ? context.subject.id : null,
      credentials:
        by === null ? null : [{ credentialType: DoorLock.CredentialType.Pin, credentialIndex: by.slot }],
    }
    if (answer === null) return void this.events.lockOperation.emit(told, context)
    if (answer === 'closed')
      this.events.doorLockAlarm.emit({ alarmCode: DoorLock.AlarmCode.WrongCodeEntryLimit }, context)
    this.events.lockOperationError.emit({ ...told, operationError: OPERATION_ERRORS[answer] }, context)
    throw new StatusResponseError(`the hub does not ${operation}: ${answer}`, STATUSES[answer])
  }

  get #acts(): DoorActs {
    const own = acts.get(this.endpoint)
    if (own === undefined) throw new StatusResponseError('the door is gone', Status.Failure)
    return own
  }

  get #fabric(): number {
    const { fabric } = this.context
    if (fabric === undefined) throw new StatusResponseError('of no fabric', Status.UnsupportedAccess)
    return fabric
  }
}
