/** When a Chainlink-shaped feed writes a new round. */
export type PushPolicy = {
  /** Relative move since the last round that asks for a new one. */
  readonly deviation: number
  /** Seconds without a round that ask for one. */
  readonly heartbeat: number
  /** Seconds from the observation to the block that carries it, drawn anew for each round. */
  readonly delay: () => number
}

/** A round on its way: the price as observed, and when it reaches the chain. */
export type PushRound = { readonly price: number; readonly observed: number; readonly lands: number }

/** The nodes behind a push feed: they watch the true price and send late. */
export type PushFeed = {
  /** Watches the price at a time (rising) and returns the rounds that have reached the chain by then. */
  readonly observe: (time: number, price: number) => readonly PushRound[]
}

/**
 * The local feeds move by 0.5 % or once an hour, and a round on its way is not overtaken by another.
 *
 * @param first the round that is on chain already
 */
export function pushFeed(
  policy: PushPolicy,
  first: { readonly price: number; readonly time: number },
): PushFeed {
  let last = first
  let pending: PushRound | undefined
  return {
    observe: (time, price) => {
      const landed: PushRound[] = []
      if (pending !== undefined && pending.lands <= time) {
        landed.push(pending)
        last = { price: pending.price, time: pending.lands }
        pending = undefined
      }
      const moved = Math.abs(price / last.price - 1) >= policy.deviation
      // The heartbeat counts from round to round, so a node sends early enough to make up for its own delay.
      if (pending === undefined && (moved || time - last.time >= policy.heartbeat - 60)) {
        pending = { price, observed: time, lands: time + policy.delay() }
      }
      return landed
    },
  }
}
