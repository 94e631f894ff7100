import fc from 'fast-check'

// Every run of npm test draws the same: what fails today failed for a change, not for a draw. npm run fuzz draws anew.
const { GIMBAL_DRAW_SEED, GIMBAL_DRAWS } = process.env
fc.configureGlobal({
  seed: Number(GIMBAL_DRAW_SEED ?? 0x67696d62),
  ...(GIMBAL_DRAWS === undefined ? {} : { numRuns: Number(GIMBAL_DRAWS) }),
})
