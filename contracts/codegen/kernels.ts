import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesBelow } from './fingerprint.ts'
import { exclusively } from './lock.ts'
import { root } from './paths.ts'

const sources = 'relayer/src/quant/kernels'
const target = join(root, 'relayer/generated')
const bindings = join(target, 'kernel.ts')
const stamp = join(target, 'fingerprint')

// Memory is imported and shared: workers see the columns of the thread that asks.
const options = [
  ...['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd', '--enable', 'threads'],
  ...[
    '--importMemory',
    '--noExportMemory',
    '--sharedMemory',
    '--initialMemory',
    '2',
    '--maximumMemory',
    '65536',
  ],
]

function fingerprint(): string {
  const hash = createHash('sha256').update(options.join(' '))
  const files = [...filesBelow(sources, (name) => name.endsWith('.ts')), 'package-lock.json']
  for (const file of [...files, fileURLToPath(import.meta.url).slice(root.length)]) {
    hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

function isFresh(inputs: string): boolean {
  return existsSync(stamp) && existsSync(bindings) && readFileSync(stamp, 'utf8') === inputs
}

async function compile(output: string): Promise<void> {
  const manifest = createRequire(join(root, 'relayer/package.json')).resolve(
    'assemblyscript-kernels/package.json',
  )
  const compiler = join(dirname(manifest), 'bin/asc.js')
  const args = [compiler, join(sources, 'main.ts'), '--outFile', output, ...options]
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  if (code !== 0) throw new Error(`the kernels of ${sources} do not compile (asc ended with ${code})`)
}

/** Compiles the SIMD kernels of the relayer to WebAssembly, as a module of text; does nothing when none has changed. */
export async function buildKernels(): Promise<'built' | 'unchanged'> {
  if (isFresh(fingerprint())) return 'unchanged'
  mkdirSync(target, { recursive: true })
  return exclusively(join(target, 'lock'), async () => {
    const inputs = fingerprint()
    if (isFresh(inputs)) return 'unchanged'
    const binary = join(target, 'kernel.wasm')
    await compile(binary)
    const text = readFileSync(binary).toString('base64')
    writeFileSync(
      bindings,
      `// Compiled from ${sources} by npm run build.\nexport const kernel = '${text}'\n`,
    )
    rmSync(binary)
    writeFileSync(stamp, inputs)
    return 'built'
  })
}
