import { build } from './build.ts'
import { ForgeError } from './forge.ts'

try {
  await build()
} catch (error) {
  if (!(error instanceof ForgeError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
