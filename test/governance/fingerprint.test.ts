import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../governance/src/upgrade/code.ts'

const PADDING = '00'.repeat(12)
const push = (address: string) => `7f${PADDING}${address.repeat(20)}` as const

describe('the fingerprint of code', () => {
  it('leaves out addresses that a constructor has written', () => {
    expect(fingerprint(`0x${push('aa')}00`)).toBe(fingerprint(`0x${push('bb')}00`))
  })

  it('knows code apart by anything else', () => {
    expect(fingerprint(`0x${push('aa')}00`)).not.toBe(fingerprint(`0x${push('aa')}01`))
    // A constant of 32 bytes is no address.
    expect(fingerprint(`0x7f${'11'.repeat(32)}`)).not.toBe(fingerprint(`0x7f${'12'.repeat(32)}`))
  })

  it('takes no pushed bytes for instructions', () => {
    // PUSH1 0x7f, then what would be an address if 0x7f began an instruction.
    const rest = (byte: string) => `0x607f${PADDING}${byte.repeat(20)}` as const
    expect(fingerprint(rest('aa'))).not.toBe(fingerprint(rest('bb')))
  })
})
