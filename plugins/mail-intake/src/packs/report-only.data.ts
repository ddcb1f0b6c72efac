// Senders of whom no true mail was at hand: sentences and numbers are from memory. Their state is shown and nothing is
// armed (decisions 52). Who sends in a redacted sample of a true one moves it to a file of its own.
import type { SenderPack } from './pack.ts'

const base = { standing: 'report-only', dayOrder: 'dmy', merchants: [] } as const

export const reportOnly: readonly SenderPack[] = [
  {
    ...base,
    id: 'gls',
    name: 'GLS',
    carrier: 'gls',
    domains: ['gls-group.eu', 'gls-pakete.de', 'gls-group.com'],
    notices: ['noreply', 'no-reply'],
    numbers: [/^(?:Paketnummer|Parcel number|Sendungsnummer): ?(?<number>\d{11,14})$/im],
    kinds: [
      { status: 'delivered', body: /^(?:Ihr|Dein) (?:GLS[- ])?Paket wurde zugestellt\b/m },
      {
        status: 'out-for-delivery',
        body: /^(?:Ihr|Dein) (?:GLS[- ])?Paket (?:wird|kommt) heute\b/m,
        when: [/\bzwischen (?<start>\d{1,2}:\d\d) (?:Uhr )?und (?<end>\d{1,2}:\d\d) Uhr\b/],
        today: true,
      },
    ],
  },
  {
    ...base,
    id: 'postnl',
    name: 'PostNL',
    carrier: 'postnl',
    domains: ['postnl.nl', 'edm.postnl.nl'],
    notices: ['noreply', 'no-reply', 'notificatie'],
    numbers: [/\b(?<number>3S[A-Z0-9]{11,15})\b/],
    kinds: [
      { status: 'delivered', body: /^(?:Je|Uw) pakket is bezorgd\b/m },
      {
        status: 'out-for-delivery',
        body: /^(?:Je|Uw) pakket (?:wordt|komt) vandaag\b/m,
        when: [/\btussen (?<start>\d{1,2}:\d\d) en (?<end>\d{1,2}:\d\d)(?: uur)?\b/],
        today: true,
      },
    ],
  },
  {
    ...base,
    id: 'colissimo',
    name: 'Colissimo (La Poste)',
    carrier: 'colissimo',
    domains: ['laposte.fr', 'laposte.info', 'colissimo.fr'],
    notices: ['noreply', 'no-reply', 'ne-pas-repondre'],
    numbers: [/\b(?<number>[0-9][A-Z][0-9]{11})\b/],
    kinds: [
      { status: 'delivered', body: /^Votre colis (?:a été|est) livré\b/m },
      {
        status: 'out-for-delivery',
        body: /^Votre colis (?:sera livré|arrive) aujourd[’']hui\b/m,
        when: [/\bentre (?<start>\d{1,2} ?h ?\d\d) et (?<end>\d{1,2} ?h ?\d\d)\b/],
        today: true,
      },
    ],
  },
  {
    ...base,
    id: 'an-post',
    name: 'An Post',
    carrier: 'an-post',
    domains: ['anpost.com', 'anpost.ie'],
    notices: ['noreply', 'no-reply', 'donotreply'],
    numbers: [/\b(?<number>[A-Z]{2}\d{9}IE)\b/],
    kinds: [
      { status: 'delivered', body: /^Your (?:parcel|item) has been delivered\b/m },
      {
        status: 'out-for-delivery',
        body: /^Your (?:parcel|item) (?:is out for delivery|will be delivered) today\b/m,
        when: [/\bbetween (?<start>\d{1,2}(?::\d\d)? ?[ap]m) and (?<end>\d{1,2}(?::\d\d)? ?[ap]m)\b/],
        today: true,
      },
    ],
  },
]
