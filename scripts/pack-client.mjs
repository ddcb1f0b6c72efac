// Makes packages/client/package: what is published of the client. The code as it is compiled, and its types with those of
// the protocol that they name, so that it installs alone. Run by `pnpm pack` in packages/client.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const target = join(root, 'packages/client/package')
/** Where the compiled types of each workspace package go. */
const places = { client: '.', protocol: 'protocol', core: 'core' }

const built = (name) => join(root, 'packages', name, 'dist')
const { status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'packages/client'], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exit(1)

/** Files that are still to be written, by package and path below its `dist`. */
const waiting = [
  ['client', 'index.d.ts'],
  ['client', 'index.js'],
]
const written = new Set()

/** `./x.ts` and `@portico/protocol` as they are called in the published folder; what they lead to is written, too. */
function led(name, file, specifier) {
  const [, workspace] = /^@portico\/(\w+)$/.exec(specifier) ?? []
  if (workspace === undefined && !specifier.startsWith('.')) return specifier
  const ending = file.endsWith('.d.ts') ? '.d.ts' : '.js'
  const other = workspace ?? name
  const path =
    workspace === undefined
      ? posix
          .join(posix.dirname(file), specifier)
          .replace(/(?:\.data)?\.[jt]s$/, (end) => end.replace(/\.[jt]s$/, ending))
      : `index${ending}`
  if (places[other] === undefined)
    throw new Error(`${name}/${file} needs @portico/${other}, which is not published`)
  waiting.push([other, path])
  const from = posix.dirname(posix.join(places[name], file))
  const to = posix.join(places[other], path).replace(/\.d\.ts$/, '.js')
  const way = posix.relative(from, to)
  return way.startsWith('.') ? way : `./${way}`
}

rmSync(target, { recursive: true, force: true })
for (let next = waiting.shift(); next; next = waiting.shift()) {
  const [name, file] = next
  if (written.has(`${name}/${file}`)) continue
  written.add(`${name}/${file}`)
  const text = readFileSync(join(built(name), file), 'utf8')
    .replaceAll(
      /(from |import\()(['"])([^'"]+)\2/g,
      (_, word, mark, specifier) => `${word}${mark}${led(name, file, specifier)}${mark}`,
    )
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n')
  const place = join(target, places[name], file)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(place, text)
}
console.error(`${written.size} files in ${relative(root, target)}`)
