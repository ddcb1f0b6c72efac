// All senders whose mails are read, and whose mail one is.
import { type Sender, isWithin } from '../read/header-fields.ts'
import { amazon } from './amazon.data.ts'
import { canadaPost } from './canada-post.data.ts'
import { dhlDe } from './dhl-de.data.ts'
import { dpdUk } from './dpd-uk.data.ts'
import { evri } from './evri.data.ts'
import { fedex } from './fedex.data.ts'
import type { SenderPack } from './pack.ts'
import { reportOnly } from './report-only.data.ts'
import { royalMail } from './royal-mail.data.ts'
import { ups } from './ups.data.ts'
import { usps } from './usps.data.ts'

export const packs: readonly SenderPack[] = [
  amazon,
  ups,
  fedex,
  usps,
  dhlDe,
  royalMail,
  evri,
  dpdUk,
  canadaPost,
  ...reportOnly,
]

/** By the domain alone: display names and links are anybody's to write. null: nobody we read. */
export const packOf = ({ domain }: Pick<Sender, 'domain'>): SenderPack | null =>
  packs.find(({ domains }) => domains.some((own) => isWithin(domain, own))) ?? null
