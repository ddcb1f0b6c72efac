// The permissives of the safety design (1.5) a second time, as a list of plain facts gathered from what was told. The
// core may let somebody in when all of them hold, and in no other moment.
import type { DoorCommandBody, DoorEventBody } from '@portico/core'

const unheard = { word: 'unknown', q: -1, at: -Infinity }
const noProof = {
  op: '',
  from: Infinity,
  good: 0,
  newest: -Infinity,
  changed: false,
  live: false,
  deadman: false,
}

export class Facts {
  now = 0
  bolt = unheard
  contact = unheard
  question = { q: -1, sound: false }
  proof = { ...noProof }
  visit = { mode: '', presence: -Infinity, approved: -Infinity, taken: false }
  ok = { storage: false, clock: false, fit: false, pin: false, tamper: false, fire: false, battery: 0 }
  edge = -Infinity
  leaf = new Map<string, string>()

  hear(body: DoorCommandBody): void {
    const { ok, now } = this
    if (body.type === 'ReportBolt') this.#say('bolt', body.bolt, body.q)
    if (body.type === 'ReportBolt' && isHeard(body, this)) ok.battery = body.battery ?? ok.battery
    if (body.type === 'ReportContact') this.#say('contact', body.contact, body.q)
    if (body.type === 'ReportStorage') ok.storage = body.ok
    if (body.type === 'ReportClock') ok.clock = body.ok
    if (body.type === 'ReportFitness') [ok.fit, ok.pin] = [body.unfit === null, body.pin === true]
    if (body.type === 'ReportTamper') ok.tamper = body.on
    if (body.type === 'ReportFire') ok.fire = body.on
    if (body.type === 'ReportEdge' || (body.type === 'ReportDeadman' && body.what === 'armed'))
      this.edge = now
    if (body.type === 'ReportDeadman' && body.op === this.proof.op) this.proof.deadman = body.what === 'armed'
    if (body.type === 'ReportLost') this.#lose(body.device)
  }

  note(event: DoorEventBody): void {
    const { now, visit, proof } = this
    if (event.type === 'HubRestarted') this.#forget()
    if (event.type === 'QueryIssued') this.question = { q: event.q, sound: true }
    if (event.type === 'SessionArmed') visit.mode = event.mode
    if (event.type === 'SessionTightened' || event.type === 'SessionDemoted') visit.mode = 'owner'
    if (event.type === 'OwnerTookOver') visit.taken = true
    if (event.type === 'PresenceProved') Object.assign(visit, { presence: now, taken: false })
    if (event.type === 'EntryApproved') visit.approved = now
    if (event.type === 'ProofStarted') this.proof = { ...noProof, op: event.op, from: now }
    if (event.type === 'LivenessProved') proof.live = true
    if (event.type === 'WitnessNoted') this.leaf.set(event.source, event.says)
    if (event.type !== 'FrameStored') return
    // A picture from the future is of no known time.
    if (event.captured > now + 250) return void (proof.changed = false)
    if (!event.durable) return
    proof.good += event.changed && event.captured >= proof.from ? 1 : 0
    proof.newest = Math.max(proof.newest, event.captured)
    proof.changed = event.changed
  }

  mayOpen(alarmsSound: boolean): boolean {
    const { now, bolt, contact, question, proof, visit, ok } = this
    const proved =
      question.sound &&
      [bolt, contact].every(({ q, at }) => q === question.q && now - at <= 5000) &&
      bolt.word === 'locked' &&
      contact.word === 'closed'
    const seen = proof.good >= 3 && now - proof.newest <= 1500 && proof.changed
    const agreed = visit.mode === 'owner' ? visit.approved >= visit.presence : proof.live
    const able = ok.storage && ok.clock && ok.fit && ok.battery >= 15 && (visit.mode !== 'pin' || ok.pin)
    const calm = !ok.tamper && !ok.fire && !alarmsSound && ![...this.leaf.values()].includes('open')
    const guarded = proof.deadman && now - this.edge <= 7000 && now - visit.presence <= 120_000
    return proved && seen && agreed && able && calm && guarded && !visit.taken
  }

  #say(which: 'bolt' | 'contact', word: string, q: number | null): void {
    if (q !== null && q !== this.question.q) return
    if (q === null && word !== this[which].word) this.question.sound = false
    this[which] = { word, q: q ?? this[which].q, at: this.now }
  }
  #lose(device: 'lock' | 'contact' | 'edge' | 'camera'): void {
    if (device === 'edge') this.edge = -Infinity
    if (device === 'camera') this.leaf.delete('leaf-picture')
    if (device === 'lock') [this.bolt, this.question.sound] = [unheard, false]
    if (device === 'lock') this.leaf.delete('lock-door-sensor')
    if (device === 'contact') [this.contact, this.question.sound] = [unheard, false]
  }
  #forget(): void {
    ;[this.bolt, this.contact, this.edge, this.proof] = [unheard, unheard, -Infinity, { ...noProof }]
    Object.assign(this.ok, { storage: false, clock: false, fit: false, pin: false })
    this.leaf.clear()
  }
}

const isHeard = ({ q }: { readonly q: number | null }, { question }: Facts): boolean =>
  q === null || q === question.q
