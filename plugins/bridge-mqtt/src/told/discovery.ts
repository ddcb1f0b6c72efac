// What Home Assistant is told of the devices: one bundle for each door and one for the home. Keys after its schema
// (test/fixtures/home-assistant-mqtt.data.ts names the source).
import type { FaceHome, FaceRight } from '@portico/protocol'
import { deliveryEvents } from './happenings.ts'
import type { Topics } from './topics.ts'
import { type Door, hasLock, steps } from './words.ts'

export interface Offer {
  readonly home: FaceHome
  readonly topics: Topics
  /** Pictures may go over the broker. */
  readonly pictures: boolean
  /** Nobody on the way reads along, so that a PIN may travel. */
  readonly isPrivate: boolean
}

export type Component = Readonly<Record<string, unknown>>

/** Empty is good: to lock nobody needs a PIN. */
const CODE_FORMAT = '^([0-9]{4,8})?$'
const CODE_TEMPLATE = '{"action":"{{ value }}","code":"{{ code }}"}'

const can = ({ home }: Offer, right: FaceRight): boolean => home.rights.includes(right)

export const showsPictures = (offer: Offer): boolean => offer.pictures && can(offer, 'camera')

/** An approval names the picture that was looked at: who sees none here approves nothing here. */
export const mayApprove = (offer: Offer): boolean => can(offer, 'approve') && showsPictures(offer)

/** A component of this platform that there is none of, or no longer. */
const gone = (platform: string): Component => ({ platform })

function lock({ topics, ...offer }: Offer, door: Door): Component {
  const opens = offer.home.rights.includes('open') && offer.isPrivate
  return {
    platform: 'lock',
    name: null,
    state_topic: topics.door(door.id, 'lock'),
    command_topic: topics.command(door.id, 'lock'),
    optimistic: false,
    retain: false,
    qos: 1,
    ...(opens && { code_format: CODE_FORMAT, command_template: CODE_TEMPLATE }),
  }
}

const sensor = (name: string, topic: string, more: Component = {}): Component => ({
  platform: 'sensor',
  name,
  state_topic: topic,
  ...more,
})

const binary = (name: string, topic: string, deviceClass: string): Component => ({
  platform: 'binary_sensor',
  name,
  state_topic: topic,
  device_class: deviceClass,
})

const happening = (name: string, topic: string, types: readonly string[]): Component => ({
  platform: 'event',
  name,
  state_topic: topic,
  event_types: types,
})

function button(name: string, topic: string): Component {
  return { platform: 'button', name, command_topic: topic, payload_press: 'PRESS', retain: false, qos: 1 }
}

function doorComponents(offer: Offer, door: Door): Record<string, Component> {
  const { topics } = offer
  const at = (what: string): string => topics.door(door.id, what)
  const isThere = hasLock(door)
  const refuses = isThere && can(offer, 'refuse')
  return {
    lock: isThere ? lock(offer, door) : gone('lock'),
    contact: isThere ? binary('Contact', at('contact'), 'door') : gone('binary_sensor'),
    battery: isThere
      ? sensor('Battery', at('battery'), {
          device_class: 'battery',
          unit_of_measurement: '%',
          entity_category: 'diagnostic',
        })
      : gone('sensor'),
    step: isThere
      ? sensor('Delivery step', at('step'), { device_class: 'enum', options: steps })
      : gone('sensor'),
    problem: binary('Alarm', at('problem'), 'problem'),
    tamper: binary('Tampering', at('tamper'), 'tamper'),
    alarm: sensor('Alarm kind', at('alarm')),
    bell: { ...happening('Bell', at('bell'), ['ring']), device_class: 'doorbell' },
    delivery: isThere ? happening('Delivery', at('delivery'), deliveryEvents) : gone('event'),
    picture: showsPictures(offer)
      ? { platform: 'image', name: 'Picture', image_topic: at('picture'), content_type: 'image/jpeg' }
      : gone('image'),
    approve:
      isThere && mayApprove(offer)
        ? button('Let the courier in', topics.command(door.id, 'approve'))
        : gone('button'),
    deny: refuses ? button('Not today', topics.command(door.id, 'deny')) : gone('button'),
    abort: refuses ? button('Stop the visit', topics.command(door.id, 'abort')) : gone('button'),
  }
}

function homeComponents({ topics }: Offer): Record<string, Component> {
  return {
    parcels: sensor('Parcels today', topics.home('parcels_today')),
    window_start: sensor('Next window from', topics.home('window_start'), { device_class: 'timestamp' }),
    window_end: sensor('Next window to', topics.home('window_end'), { device_class: 'timestamp' }),
    answer: sensor('Last answer', topics.home('last_answer'), {
      entity_category: 'diagnostic',
      force_update: true,
    }),
    connected: {
      ...binary('Connected', topics.status, 'connectivity'),
      payload_on: 'online',
      payload_off: 'offline',
      entity_category: 'diagnostic',
      // It says itself whether it is there.
      availability: [],
    },
  }
}

interface Bundle {
  readonly id: string
  readonly device: Component
  readonly availability: readonly string[]
  readonly components: Readonly<Record<string, Component>>
}

const bundle = ({ id, device, availability, components }: Bundle): string =>
  JSON.stringify({
    device: { identifiers: [id], manufacturer: 'Portico', ...device },
    origin: { name: 'portico' },
    availability: availability.map((topic) => ({ topic })),
    availability_mode: 'all',
    qos: 1,
    components: Object.fromEntries(
      Object.entries(components).map(([key, component]) => [
        key,
        // What is gone is told by its platform alone.
        Object.keys(component).length === 1 ? component : { ...component, unique_id: `${id}_${key}` },
      ]),
    ),
  })

/** Topics of discovery and what stands there, to be kept by the broker. */
export function discovery(offer: Offer): ReadonlyMap<string, string> {
  const { home, topics } = offer
  const name = home.simulated ? `${home.home} (simulated)` : home.home
  const { homeDevice } = topics
  const all: [string, string][] = [
    [
      topics.config(homeDevice),
      bundle({
        id: homeDevice,
        device: { name, model: 'Home' },
        availability: [topics.status],
        components: homeComponents(offer),
      }),
    ],
  ]
  for (const door of home.doors) {
    const id = topics.device(door.id)
    const components = doorComponents(offer, door)
    const availability = [topics.status, topics.door(door.id, 'available')]
    const device = { name: door.name, model: `Door (${door.kind})`, via_device: homeDevice }
    all.push([topics.config(id), bundle({ id, device, availability, components })])
  }
  return new Map(all)
}
