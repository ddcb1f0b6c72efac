// DHL Paket in Germany (noreply@dhl.de): numbers of twenty digits, windows with an en dash.
import type { SenderPack } from './pack.ts'

export const dhlDe: SenderPack = {
  id: 'dhl-de',
  name: 'DHL Paket',
  carrier: 'dhl-de',
  domains: ['dhl.de'],
  notices: ['noreply'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [/\b(?<number>00340434\d{12})\b/, /^Sendungsnummer: ?(?<number>[A-Z0-9]{10,20})$/m],
  merchants: [/^Absender: (?<merchant>[^\n]{2,60})$/m],
  kinds: [
    {
      status: 'delivered',
      subject: /^Ihr(?:e)? DHL (?:Paket|Sendung) wurde zugestellt\b/,
    },
    {
      status: 'out-for-delivery',
      subject: /^Ihr DHL Paket kommt heute\b/,
      body: /^Ihr Paket kommt heute!/m,
      when: [
        /\bzwischen (?<start>\d{1,2}:\d\d) und (?<end>\d{1,2}:\d\d) Uhr\b/,
        /\bvoraussichtlich (?<start>\d{1,2}:\d\d)[–-](?<end>\d{1,2}:\d\d) Uhr\b/,
      ],
      today: true,
    },
  ],
}
