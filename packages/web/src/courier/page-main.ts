// The script of the courier's page, served as `/courier.js`. Without it the page works all the same.
import './courier.css'
import { CourierPhone } from './phone/courier-phone.ts'

new CourierPhone().start()
