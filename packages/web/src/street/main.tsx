// Entry of the virtual street.
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import '../style/parts.css'
import './street.css'
import { StreetPage } from './street-page.tsx'

const ground = document.getElementById('page')
if (ground) render(<StreetPage />, ground)
