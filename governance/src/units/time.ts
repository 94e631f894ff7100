/** A time as people and machines read it: `2026-01-01T00:00:00Z`. */
export function formatTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace('.000', '')
}
