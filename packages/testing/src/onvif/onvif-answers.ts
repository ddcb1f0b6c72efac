// What a simulated ONVIF device answers, as XML: the shapes that makers send, with prefixes that mean nothing.

const spaces =
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"' +
  ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl"' +
  ' xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:tev="http://www.onvif.org/ver10/events/wsdl"' +
  ' xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"' +
  ' xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:ter="http://www.onvif.org/ver10/error"'

export const answer = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope ${spaces}><s:Body>${body}</s:Body></s:Envelope>`

export const fault = (subcode: string, reason: string): string =>
  answer(
    `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${subcode}</s:Value></s:Subcode></s:Code>` +
      `<s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`,
  )

export function dateAndTime(now: number): string {
  const at = new Date(now)
  return answer(
    '<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:UTCDateTime>' +
      `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>` +
      `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>` +
      '</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>',
  )
}

const service = (space: string, address: string): string =>
  `<tds:Service><tds:Namespace>http://www.onvif.org/${space}/wsdl</tds:Namespace><tds:XAddr>${address}</tds:XAddr></tds:Service>`

export interface Served {
  readonly hasMedia2: boolean
  readonly hasEvents: boolean
}

export const services = (at: string, { hasMedia2, hasEvents }: Served): string =>
  answer(
    `<tds:GetServicesResponse>${[
      service('ver10/device', `${at}/onvif/device_service`),
      service('ver10/media', `${at}/onvif/media`),
      hasMedia2 ? service('ver20/media', `${at}/onvif/media2`) : '',
      hasEvents ? service('ver10/events', `${at}/onvif/events`) : '',
    ].join('')}</tds:GetServicesResponse>`,
  )

export const capabilities = (at: string): string =>
  answer(
    `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Events><tt:XAddr>${at}/onvif/events</tt:XAddr></tt:Events>` +
      `<tt:Media><tt:XAddr>${at}/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`,
  )

export const information = (): string =>
  answer(
    '<tds:GetDeviceInformationResponse><tds:Manufacturer>Example &amp; Sons</tds:Manufacturer><tds:Model>BELL-1</tds:Model></tds:GetDeviceInformationResponse>',
  )

export interface SimulatedProfile {
  readonly token: string
  readonly encoding: 'H264' | 'H265' | 'JPEG'
  readonly width: number
  readonly height: number
  readonly speaks?: boolean
}

const resolution = ({ width, height }: SimulatedProfile): string =>
  `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`

export const profiles = (all: readonly SimulatedProfile[]): string =>
  answer(
    `<trt:GetProfilesResponse>${all
      .filter(({ encoding }) => encoding !== 'H265')
      .map(
        (each) =>
          `<trt:Profiles token="${each.token}" fixed="true"><tt:Name>${each.token}</tt:Name><tt:VideoEncoderConfiguration token="v"><tt:Encoding>${each.encoding}</tt:Encoding>${resolution(each)}</tt:VideoEncoderConfiguration>${
            each.speaks === true
              ? '<tt:Extension><tt:AudioOutputConfiguration token="a"/></tt:Extension>'
              : ''
          }</trt:Profiles>`,
      )
      .join('')}</trt:GetProfilesResponse>`,
  )

export const profiles2 = (all: readonly SimulatedProfile[]): string =>
  answer(
    `<tr2:GetProfilesResponse>${all
      .map(
        (each) =>
          `<tr2:Profiles token="${each.token}" fixed="true"><tr2:Name>${each.token}</tr2:Name><tr2:Configurations><tr2:VideoEncoder token="v"><tt:Encoding>${each.encoding}</tt:Encoding>${resolution(each)}</tr2:VideoEncoder>${
            each.speaks === true ? '<tr2:AudioOutput token="a"/>' : ''
          }</tr2:Configurations></tr2:Profiles>`,
      )
      .join('')}</tr2:GetProfilesResponse>`,
  )

export const uri = (version: 1 | 2, name: string, address: string): string =>
  answer(
    version === 2
      ? `<tr2:${name}Response><tr2:Uri>${address}</tr2:Uri></tr2:${name}Response>`
      : `<trt:${name}Response><trt:MediaUri><tt:Uri>${address}</tt:Uri></trt:MediaUri></trt:${name}Response>`,
  )

export const subscribed = (address: string, id: number): string =>
  answer(
    `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><a:Address>${address}</a:Address><a:ReferenceParameters><x:SubscriptionId xmlns:x="urn:example:events">${id}</x:SubscriptionId></a:ReferenceParameters></tev:SubscriptionReference></tev:CreatePullPointSubscriptionResponse>`,
  )

export interface SimulatedEvent {
  /** With its prefix, as `tns1:RuleEngine/MyRuleDetector/Visitor`. */
  readonly topic: string
  readonly value: string
  readonly operation?: 'Initialized' | 'Changed' | 'Deleted'
  readonly source?: string
  readonly time?: string
}

export const notification = (event: SimulatedEvent): string => {
  const { topic, value, operation = 'Changed', source = '000', time = '2026-11-23T10:00:12Z' } = event
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${topic}</wsnt:Topic>` +
    `<wsnt:Message><tt:Message UtcTime="${time}" PropertyOperation="${operation}"><tt:Source><tt:SimpleItem Name="Source" Value="${source}"/></tt:Source>` +
    `<tt:Data><tt:SimpleItem Name="State" Value="${value}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`
  )
}

export const pulled = (events: readonly SimulatedEvent[]): string =>
  answer(`<tev:PullMessagesResponse>${events.map(notification).join('')}</tev:PullMessagesResponse>`)

export const probeMatch = (address: string, relatesTo: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:c0ffee00-0000-4000-8000-00000000ca11</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/Profile/Streaming onvif://www.onvif.org/Profile/T onvif://www.onvif.org/name/Front%20bell onvif://www.onvif.org/hardware/BELL-1</d:Scopes><d:XAddrs>${address}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`
