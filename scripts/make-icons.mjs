// Draws the icons of the installed page from the one drawing of it, packages/web/public/icon.svg. Run by hand when that
// drawing changes; what it writes is committed, under new names, for browsers keep the old ones for ever.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const sharp = createRequire(new URL('../packages/media/package.json', import.meta.url))('sharp')
const web = new URL('../packages/web/public/', import.meta.url)
const svg = readFileSync(new URL('icon.svg', web), 'utf8')

/** Systems cut a round or square shape out of this one: its ground goes to the edge, its drawing stays in the middle. */
const whole = svg
  .replace(' rx="11"', '')
  .replace(/(<rect width[^>]*\/>)(.*)(<\/svg>)/s, '$1<g transform="translate(4.8 4.8) scale(.8)">$2</g>$3')

const draw = (drawing, size, name) =>
  sharp(Buffer.from(drawing), { density: (72 * size) / 48 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(new URL(`assets/${name}`, web).pathname)

await draw(svg, 192, 'icon-192-1.png')
await draw(svg, 512, 'icon-512-1.png')
await draw(whole, 512, 'icon-whole-512-1.png')
