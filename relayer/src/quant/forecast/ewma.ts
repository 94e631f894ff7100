import { minimise } from '../minimise.ts'
import { qlike } from './losses.ts'
import { LEAST_VARIANCE, LONGEST_LAG, type VarianceModel } from './model.ts'

/** Memory beyond which a day weighs nothing. */
const MEMORY = 200

/** Exponentially weighted mean of realised variances, its decay chosen by QLIKE on the fitted days. */
export const ewma: VarianceModel = {
  name: 'EWMA',
  fit(days, from, to) {
    const loss = ([x]: readonly number[]): number => {
      const decay = 1 / (1 + Math.exp(-x!))
      let [level, sum] = [Math.max(days.variance[from]!, LEAST_VARIANCE), 0]
      for (let at = from + 1; at < to; at++) {
        const realised = Math.max(days.variance[at]!, LEAST_VARIANCE)
        if (at >= from + LONGEST_LAG) sum += qlike(realised, level)
        level = decay * level + (1 - decay) * realised
      }
      return sum
    }
    const decay = 1 / (1 + Math.exp(-minimise(loss, [1], [0.5]).at[0]!))
    return (known, at) => {
      let [sum, weight, power] = [0, 0, 1]
      for (let i = at - 1; i >= 0 && i >= at - MEMORY; i--) {
        sum += power * Math.max(known.variance[i]!, LEAST_VARIANCE)
        weight += power
        power *= decay
      }
      return sum / weight
    }
  },
}
