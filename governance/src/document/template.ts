/**
 * A proposal that checks out once its values fit the network: one change of a band, and how to write the others.
 *
 * @param schema where an editor finds the JSON schema, from the file on
 */
export function template(schema = './schema.json'): string {
  return `# yaml-language-server: $schema=${schema}
title: Widen the hedge band of WETH/USDC
text: |
  What it changes, why, and what could go wrong.

actions:
  # Fields are those of docs/parameters.md; amounts as people write them: 0.35 %, 35 bp, 12 h, 250 WETH, 5M USDC, 3M USDC/day.
  # \`from\` is what it is now: the batch fails where it has moved by more than the tolerance meanwhile.
  - do: set
    parameter: hedgeBand.capShare
    market: WETH/USDC
    spoke: NAME
    from: 25 %
    to: 30 %
    tolerance: 1 %

  # Others: add venue, set scenarios, set rule, upgrade, set governor, set delays, pay, call; for spokes remote call, rotate
  # gateway and upgrade with a spoke; add chain. governance/proposals has an example of each.
`
}
