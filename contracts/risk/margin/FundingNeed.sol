// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TargetGrid} from "./TargetGrid.sol";

/// @title The cash that hedging takes on its way: a solvent book must also be able to pay
/// @notice From the reported inventory to the target at spot, then up and down the inner range. Each step buys at the higher
/// and sells at the lower of its two prices; the need is the most that is out at any node. A price that turns round within
/// the range costs more than one that walks straight: that loss is what the scenario margin holds.
library FundingNeed {
    int256 private constant WAD = 1e18;

    /// @param base reported inventory on all spokes
    function walk(TargetGrid.Grid memory grid, int256 base) internal pure returns (uint256 need) {
        uint256 middle = TargetGrid.MIDDLE;
        int256 start = (grid.targets[middle] - base) * int256(grid.spots[middle]) / WAD;
        if (start > 0) need = uint256(start);
        int256 out = start;
        for (uint256 i = middle; i + 1 < grid.spots.length; i++) {
            out += _step(grid, i, i + 1);
            if (out > int256(need)) need = uint256(out);
        }
        out = start;
        for (uint256 i = middle; i > 0; i--) {
            out += _step(grid, i, i - 1);
            if (out > int256(need)) need = uint256(out);
        }
    }

    function _step(TargetGrid.Grid memory grid, uint256 from, uint256 to) private pure returns (int256) {
        int256 bought = grid.targets[to] - grid.targets[from];
        (uint256 a, uint256 b) = (grid.spots[from], grid.spots[to]);
        bool first = (a > b) == (bought > 0);
        return bought * int256(first ? a : b) / WAD;
    }
}
