// What the owner's page asks of the hub about the faces outside.
import type { HomeClient } from '@portico/client'
import type {
  FaceCodeReply,
  FaceRightsRequest,
  FaceView,
  PinReply,
  PinRequest,
  PinView,
  RotateAllReply,
  UnpairAllReply,
} from '@portico/protocol'

const facePath = (id: string, act: string): string => `/api/v1/faces/${encodeURIComponent(id)}/${act}`

export const facesOf = ({ requests }: HomeClient): Promise<readonly FaceView[]> =>
  requests.get('/api/v1/faces')
export const faceCode = ({ requests }: HomeClient): Promise<FaceCodeReply> =>
  requests.post('/api/v1/faces/code')
export const changeFaceRights = (
  { requests }: HomeClient,
  id: string,
  wished: FaceRightsRequest,
): Promise<FaceView> => requests.post(facePath(id, 'rights'), wished)
export const removeFace = ({ requests }: HomeClient, id: string): Promise<unknown> =>
  requests.post(facePath(id, 'revoke'))
export const openFacePairing = ({ requests }: HomeClient, id: string): Promise<unknown> =>
  requests.post(facePath(id, 'pairing'))
export const unpairFace = ({ requests }: HomeClient, id: string): Promise<unknown> =>
  requests.post(facePath(id, 'unpair'))

export const unpairAllFaces = ({ requests }: HomeClient): Promise<UnpairAllReply> =>
  requests.post('/api/v1/faces/unpair-all')
export const rotateAllFaces = ({ requests }: HomeClient): Promise<RotateAllReply> =>
  requests.post('/api/v1/faces/rotate-all')

export const pinsOf = ({ requests }: HomeClient): Promise<readonly PinView[]> => requests.get('/api/v1/pins')
export const makePin = ({ requests }: HomeClient, order: PinRequest): Promise<PinReply> =>
  requests.post('/api/v1/pins', order)
export const revokePin = ({ requests }: HomeClient, id: string): Promise<unknown> =>
  requests.post(`/api/v1/pins/${encodeURIComponent(id)}/revoke`)
