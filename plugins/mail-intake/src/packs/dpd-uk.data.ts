// DPD in the UK: a window of one hour, and schema.org markup beside it. Sender and subject are from memory.
import type { SenderPack } from './pack.ts'

export const dpdUk: SenderPack = {
  id: 'dpd-uk',
  name: 'DPD (UK)',
  carrier: 'dpd',
  domains: ['dpd.co.uk'],
  notices: ['your.delivery'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [/^Parcel number: (?<number>\d{14})$/m, /\/parcels\/(?<number>\d{14})(?:[/?#]|$)/],
  order: /^Order: (?<order>[A-Z0-9-]{3,32})$/m,
  merchants: [/^your (?<merchant>[^\n]{2,60}?) parcel comes today\b/im],
  kinds: [
    { status: 'delivered', subject: /^Your DPD parcel has been delivered$/ },
    {
      status: 'out-for-delivery',
      subject: /^Your DPD parcel will be delivered today between \d\d:\d\d - \d\d:\d\d$/,
      when: [/^Your DPD parcel will be delivered today between (?<start>\d\d:\d\d) - (?<end>\d\d:\d\d)$/m],
      today: true,
    },
  ],
}
