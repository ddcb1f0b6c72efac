// What happens, as it happens, until a parcel is heard of: node live.ts URL TOKEN, with a token of the scope `read`. After
// a cut it goes on behind the last event that it heard.
import { HomeClient } from '@portico/client'

const [url = '', token = ''] = process.argv.slice(2)
const home = new HomeClient(url, { kind: 'token', token })

const { promise: heard, resolve } = Promise.withResolvers<void>()
const live = await home.live({
  onReady: ({ seq }) => console.log(`listening after event ${seq}`),
  onEvent: ({ type, data }) => {
    console.log(`${type} ${typeof data['status'] === 'string' ? data['status'] : ''}`)
    if (type === 'ParcelObserved') resolve()
  },
})
await heard
live[Symbol.dispose]()
