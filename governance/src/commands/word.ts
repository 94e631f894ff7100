import { type Hex, isHex, pad, size, toHex } from 'viem'

const WORD = 32

/** 32 bytes of a text or of hex. */
export function wordOf(text: string): Hex {
  const bytes = isHex(text) ? text : toHex(text)
  if (size(bytes) > WORD) throw new Error(`${text}: has ${size(bytes)} bytes, and ${WORD} fit`)
  return pad(bytes, { dir: 'right', size: WORD })
}
