// Entry of the wall display.
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import '../style/parts.css'
import './display.css'
import './takeovers.css'
import './door-side.css'
import { DisplayPage } from './display-page.tsx'

const ground = document.getElementById('page')
if (ground) render(<DisplayPage />, ground)
