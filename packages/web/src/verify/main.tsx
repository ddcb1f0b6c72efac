// Entry of the page that checks evidence: from the hub, or from a disk with no hub at all.
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import './verify.css'
import { VerifyPage } from './verify-page.tsx'

const ground = document.getElementById('page')
if (ground) render(<VerifyPage />, ground)
