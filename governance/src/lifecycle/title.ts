/** First heading of a description. */
export function titleOf(description: string): string {
  return /^# (.*)$/m.exec(description)?.[1] ?? description.split('\n')[0] ?? ''
}
