// What the page asks of the hub about what became of deliveries.
import type { HomeClient } from '@portico/client'
import type { CalendarView, NoticeView, SayRequest, TruthView, WeekView } from '@portico/protocol'

const truthPath = (parcel: string): string => `/api/v1/parcels/${encodeURIComponent(parcel)}/truth`

export const truthOf = ({ requests }: HomeClient, parcel: string): Promise<TruthView> =>
  requests.get(truthPath(parcel))
export const sayOf = (
  { requests }: HomeClient,
  parcel: string,
  says: SayRequest['says'],
): Promise<TruthView> => requests.post(truthPath(parcel), { says })
export const noticesOf = ({ requests }: HomeClient): Promise<readonly NoticeView[]> =>
  requests.get('/api/v1/notices')
export const weekOf = ({ requests }: HomeClient): Promise<WeekView> => requests.get('/api/v1/week')
export const calendarOf = ({ requests }: HomeClient): Promise<CalendarView> =>
  requests.get('/api/v1/calendar')
export const makeCalendar = ({ requests }: HomeClient): Promise<CalendarView> =>
  requests.post('/api/v1/calendar')
export const endCalendar = ({ requests }: HomeClient): Promise<CalendarView> =>
  requests.post('/api/v1/calendar/end')
