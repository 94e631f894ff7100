import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the build writes; never committed. */
export const generated = fileURLToPath(new URL('../generated', import.meta.url))

/** Folders whose contracts are built, bound and deployed. Tests are not among them. */
export const sourceFolders = ['contracts', 'relayer/localnet/contracts'] as const

/** Contracts from elsewhere that are deployed as they are, or called by their interface, see Externals.sol. */
export const externals = [
  'AccessManager',
  'TimelockController',
  'ERC1967Proxy',
  'IPyth',
  'IUniswapV3Pool',
] as const
