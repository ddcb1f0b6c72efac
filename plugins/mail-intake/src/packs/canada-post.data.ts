// Canada Post: one mail in English and in French, which names the number twice. The French half is from memory.
import type { SenderPack } from './pack.ts'

export const canadaPost: SenderPack = {
  id: 'canada-post',
  name: 'Canada Post',
  carrier: 'canada-post',
  domains: ['canadapost.postescanada.ca', 'canadapost.ca', 'postescanada.ca'],
  notices: ['donotreply'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [/^Tracking number: (?<number>\d{16})$/m, /^Numéro de repérage ?: ?(?<number>\d{16})$/m],
  merchants: [],
  kinds: [
    {
      status: 'delivered',
      subject: /^Delivery Notification\b/,
      body: /^Your item was delivered on 20\d\d-\d\d-\d\d at \d\d:\d\d\.$/m,
      occurred: /^Your item was delivered on (?<date>20\d\d-\d\d-\d\d) at (?<time>\d\d:\d\d)\.$/m,
    },
  ],
}
