import { type Backend, jsBackend } from '@gimbal/relayer/quant'

export const createBackend = (): Backend => ({ ...jsBackend, name: 'plugged' })
