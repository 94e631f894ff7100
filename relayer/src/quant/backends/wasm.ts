// SPDX-License-Identifier: MIT
import type { Backend } from './backend.ts'
import { overKernelSheets } from './own-sheets.ts'

/** WebAssembly SIMD on the calling thread: two options at a time. */
export function createWasmBackend(): Backend {
  return {
    name: 'wasm',
    ...overKernelSheets((own, { from, to, higher }) => own.evaluate(from, to, higher)),
    close: async () => {},
  }
}
