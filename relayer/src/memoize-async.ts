// SPDX-License-Identifier: MIT

/** Remembers what `read` answered for a key; a failure is not remembered. */
export function memoizeAsync<key, value>(read: (key: key) => Promise<value>): (key: key) => Promise<value> {
  const known = new Map<key, Promise<value>>()
  return (key) => {
    let answer = known.get(key)
    if (!answer) {
      answer = read(key)
      known.set(key, answer)
      answer.catch(() => known.delete(key))
    }
    return answer
  }
}
