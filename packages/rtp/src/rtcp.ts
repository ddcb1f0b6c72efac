// RTCP: sender reports, which tie a camera's RTP time to its clock; what a receiver reports back; and asking for a key
// picture (RFC 3550 section 6.4, RFC 4585 section 6.3.1, RFC 5104 section 4.3.1).

export interface SenderReport {
  readonly ssrc: number
  /** The camera's clock at `timestamp`, Unix ms. */
  readonly wallMs: number
  /** RTP time, 32 bit. */
  readonly timestamp: number
  readonly packets: number
  readonly bytes: number
}

/** A report as it was read: with the middle 32 bits of its NTP time, by which receivers name it. */
export interface HeardReport extends SenderReport {
  readonly middle: number
}

/** What a receiver tells of one sender. */
export interface ReceptionReport {
  readonly ssrc: number
  /** Since the report before, 0–1. */
  readonly fractionLost: number
  /** Packets in all. */
  readonly lost: number
  /** Without wrapping; the first wrap counts as the first cycle. */
  readonly highestSequence: number
  /** Ticks of RTP time. */
  readonly jitter: number
  /** `middle` of the newest sender report; 0: none came. */
  readonly lastReport: number
  readonly sinceLastReportMs: number
}

const SENDER_REPORT = 200
const LOST_MAX = 0x7fffff
/** Seconds from 1900 to 1970. */
const NTP_UNIX_S = 2_208_988_800
/** NTP seconds wrap in 2036; a small number means the era after (RFC 4330 section 3). */
const NTP_ERA_S = 2 ** 32

/** 64 bit NTP time, as two 32 bit numbers, in Unix ms. */
export function ntpToUnixMs(seconds: number, fraction: number): number {
  const era = seconds < NTP_UNIX_S ? NTP_ERA_S : 0
  return (seconds + era - NTP_UNIX_S) * 1000 + (fraction / 2 ** 32) * 1000
}

export function unixMsToNtp(wallMs: number): { readonly seconds: number; readonly fraction: number } {
  const whole = Math.floor(wallMs / 1000)
  const fraction = Math.round(((wallMs - whole * 1000) / 1000) * 2 ** 32)
  const carry = fraction >= 2 ** 32 ? 1 : 0
  return { seconds: (whole + carry + NTP_UNIX_S) % NTP_ERA_S, fraction: carry === 1 ? 0 : fraction }
}

/** The first sender report of a compound packet; null when there is none. */
export function parseSenderReport(bytes: Uint8Array): HeardReport | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + 4 * view.getUint16(at + 2)
    if (view.getUint8(at) >> 6 !== 2 || end > bytes.length) return null
    if (view.getUint8(at + 1) === SENDER_REPORT && end - at >= 28)
      return {
        ssrc: view.getUint32(at + 4),
        wallMs: ntpToUnixMs(view.getUint32(at + 8), view.getUint32(at + 12)),
        timestamp: view.getUint32(at + 16),
        packets: view.getUint32(at + 20),
        bytes: view.getUint32(at + 24),
        middle: (view.getUint16(at + 10) * 0x10000 + view.getUint16(at + 12)) % 2 ** 32,
      }
    at = end
  }
  return null
}

/** A compound packet of the report and the empty source description that RFC 3550 section 6.1 asks for. */
export function buildSenderReport(report: SenderReport): Uint8Array {
  const bytes = new Uint8Array(28 + 12)
  const view = new DataView(bytes.buffer)
  const { seconds, fraction } = unixMsToNtp(report.wallMs)
  view.setUint32(0, 0x80_c8_00_06)
  view.setUint32(4, report.ssrc)
  view.setUint32(8, seconds)
  view.setUint32(12, fraction)
  view.setUint32(16, report.timestamp)
  view.setUint32(20, report.packets)
  view.setUint32(24, report.bytes)
  describeSource(view, 28, report.ssrc)
  return bytes
}

/** SDES of one source: CNAME, no characters, end. */
function describeSource(view: DataView, at: number, ssrc: number): void {
  view.setUint32(at, 0x81_ca_00_02)
  view.setUint32(at + 4, ssrc)
  view.setUint32(at + 8, 0x01_00_00_00)
}

/** A receiver report of `ssrc`, ours, with the empty source description; null: nothing was received yet. */
export function buildReceiverReport(ssrc: number, report: ReceptionReport | null): Uint8Array {
  if (report === null) {
    const empty = new Uint8Array(8 + 12)
    const head = new DataView(empty.buffer)
    head.setUint32(0, 0x80_c9_00_01)
    head.setUint32(4, ssrc)
    describeSource(head, 8, ssrc)
    return empty
  }
  const bytes = new Uint8Array(32 + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x81_c9_00_07)
  view.setUint32(4, ssrc)
  view.setUint32(8, report.ssrc)
  view.setUint32(12, Math.min(LOST_MAX, report.lost))
  view.setUint8(12, Math.min(255, Math.floor(report.fractionLost * 256)))
  view.setUint32(16, report.highestSequence % 2 ** 32)
  view.setUint32(20, report.jitter % 2 ** 32)
  view.setUint32(24, report.lastReport)
  view.setUint32(28, Math.round(report.sinceLastReportMs * 65.536) % 2 ** 32)
  describeSource(view, 32, ssrc)
  return bytes
}

/** What a camera's description offers for asking a key picture of it. */
export type KeyRequest = 'pli' | 'fir'

/** To be sent behind a receiver report; `count` has to rise with each request that is new (of `fir` alone it is read). */
export function buildKeyRequest(kind: KeyRequest, ssrc: number, { media, count }: KeyTarget): Uint8Array {
  const bytes = new Uint8Array(kind === 'pli' ? 12 : 20)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, kind === 'pli' ? 0x81_ce_00_02 : 0x84_ce_00_04)
  view.setUint32(4, ssrc)
  if (kind === 'pli') view.setUint32(8, media)
  else {
    view.setUint32(12, media)
    view.setUint8(16, count % 256)
  }
  return bytes
}

export interface KeyTarget {
  /** Whose key picture. */
  readonly media: number
  readonly count: number
}
