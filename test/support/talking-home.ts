// The default home over HTTPS, with an ear at its camera outside and none inside.
import { defaultHome } from '@portico/hub'
import { HOUSE_NAME } from './trusting-browser.ts'

export const talkingHome = `${defaultHome.replaceAll(
  /view: (outside|inside) } }/g,
  (_, view: string) => `view: ${view}, framesPerSecond: 5, width: 320, hears: ${view === 'outside'} } }`,
)}
network:
  house: { https: true }
  hosts: [${HOUSE_NAME}]
`
