// Entry of the owner's page.
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import '../style/parts.css'
import './owner.css'
import { OwnerPage } from './owner-page.tsx'

const ground = document.getElementById('page')
if (ground) render(<OwnerPage />, ground)
