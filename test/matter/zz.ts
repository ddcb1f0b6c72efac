import { MatterScene } from '../support/matter-scene.ts'
import { setTimeout as later } from 'node:timers/promises'
const s = await MatterScene.begin('matter0')
await later(6000)
console.log(JSON.stringify(await s.faces()))
console.log(s.visit.hub.output.split('\n').filter(l => /bridge|matter/.test(l)).slice(0, 40).join('\n').slice(0, 6000), s.visit.hub.errors)
await s[Symbol.asyncDispose]()
