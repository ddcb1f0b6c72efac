// Entry of the page.
import { render } from 'preact'
import '../style/tokens.css'
import '../style/base.css'
import '../style/parts.css'

const ground = document.getElementById('page')
if (ground) render(<main>Portico</main>, ground)
