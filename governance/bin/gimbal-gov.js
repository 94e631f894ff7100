#!/usr/bin/env node
import { register } from 'tsx/esm/api'

register()
const { build } = await import('@gimbal/contracts/build')
await build()
await import('../src/cli.ts')
