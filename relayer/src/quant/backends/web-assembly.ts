// SPDX-License-Identifier: MIT

/** Compiled code; may be posted to a worker. */
export interface WasmModule {
  readonly kind?: 'module'
}

export interface WasmMemory {
  readonly buffer: SharedArrayBuffer
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => WasmModule
  readonly Memory: new (shape: {
    readonly initial: number
    readonly maximum: number
    readonly shared: true
  }) => WasmMemory
  readonly Instance: new (
    module: WasmModule,
    imports: { readonly env: { readonly memory: WasmMemory } },
  ) => { readonly exports: unknown }
}

/** What is used of WebAssembly; the language's own library does not describe it, only that of browsers does. */
export const webAssembly: WebAssemblyApi = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi })
  .WebAssembly
