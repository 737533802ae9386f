// Writes build/static/ at the root of the repository: the styles, scripts and pictures that the pages name.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const built = join(here, '..', '..', 'build', 'static')
const contains = {
  app: '/*! Contains GOV.UK Frontend, MIT licence, (c) Crown Copyright (Government Digital Service) */\n',
  'school-picker': '/*! Contains accessible-autocomplete, MIT licence, (c) Crown Copyright (Government Digital Service) */\n'
}

mkdirSync(built, { recursive: true })
for (const [name, banner] of Object.entries(contains)) {
  const styles = sass.compile(join(here, 'scss', `${name}.scss`), {
    loadPaths: [join(here, 'node_modules')],
    charset: false,
    quietDeps: true,
    style: 'compressed'
  })
  writeFileSync(join(built, `${name}.css`), `@charset "UTF-8";\n${banner}${styles.css}`)
  esbuild.buildSync({
    absWorkingDir: here,
    entryPoints: [join(here, 'js', `${name}.js`)],
    outfile: join(built, `${name}.js`),
    banner: { js: banner },
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2020'
  })
}
esbuild.buildSync({
  absWorkingDir: here,
  entryPoints: [join(here, 'js', 'passkeys.js')],
  outfile: join(built, 'passkeys.js'),
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2020'
})
copyFileSync(join(here, 'images', 'favicon.svg'), join(built, 'favicon.svg'))
