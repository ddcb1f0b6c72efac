// A process that looks for cameras and ends: what strangers answer is read here, where there is nothing to be had.
import { discoverCameras } from '@portico/plugin-onvif/discovery'
import { systemClock } from '../start/system-clock.ts'

process.stdout.write(JSON.stringify(await discoverCameras({ clock: systemClock() })))
