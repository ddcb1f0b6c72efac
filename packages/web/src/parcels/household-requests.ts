// What the household asks of the hub about parcels, people and the pause of deliveries.
import type { HomeClient } from '@portico/client'
import type {
  DescribeRequest,
  HoldEndRequest,
  HoldRequest,
  HoldView,
  InviteReply,
  InviteRequest,
  ParcelView,
  PersonView,
} from '@portico/protocol'

const parcelPath = (id: string, act: string): string => `/api/v1/parcels/${encodeURIComponent(id)}/${act}`

export const describeParcel = (
  { requests }: HomeClient,
  id: string,
  told: DescribeRequest,
): Promise<ParcelView> => requests.post(parcelPath(id, 'describe'), told)

export const mergeParcels = ({ requests }: HomeClient, id: string, other: string): Promise<ParcelView> =>
  requests.post(parcelPath(id, 'merge'), { with: other })

export const splitParcel = (
  { requests }: HomeClient,
  id: string,
  sources: readonly string[],
): Promise<ParcelView> => requests.post(parcelPath(id, 'split'), { sources })

export const disownParcel = ({ requests }: HomeClient, id: string): Promise<ParcelView> =>
  requests.post(parcelPath(id, 'not-mine'))

export const undoParcelAct = ({ requests }: HomeClient, id: string): Promise<ParcelView> =>
  requests.post(parcelPath(id, 'undo'))

export const invitePerson = ({ requests }: HomeClient, order: InviteRequest): Promise<InviteReply> =>
  requests.post('/api/v1/people/invite', order)

export const removePerson = ({ requests }: HomeClient, id: string): Promise<readonly PersonView[]> =>
  requests.post(`/api/v1/people/${encodeURIComponent(id)}/remove`)
export const keepPerson = ({ requests }: HomeClient, id: string): Promise<readonly PersonView[]> =>
  requests.post(`/api/v1/people/${encodeURIComponent(id)}/stay`)

export const holdOf = ({ requests }: HomeClient): Promise<HoldView> => requests.get('/api/v1/hold')
export const setHold = ({ requests }: HomeClient, hold: HoldRequest): Promise<HoldView> =>
  requests.post('/api/v1/hold', hold)
export const endHold = ({ requests }: HomeClient, order: HoldEndRequest): Promise<HoldView> =>
  requests.post('/api/v1/hold/end', order)
export const stopHoldEnd = ({ requests }: HomeClient): Promise<HoldView> => requests.post('/api/v1/hold/stop')
