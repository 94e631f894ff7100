// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeTarget} from "../../pricing/HedgeTarget.sol";
import {Portfolio} from "../../types/Margin.sol";

/// @title Targets of a book over the inner scenario range
/// @notice Seventeen spots evenly spaced over spot * (1 ± innerRange); the spot itself is the middle one.
library TargetGrid {
    uint256 internal constant MIDDLE = 8;
    uint256 private constant WAD = 1e18;

    struct Grid {
        uint256[] spots;
        int256[] targets;
    }

    function over(Portfolio memory p, uint256 innerRange) internal pure returns (Grid memory grid) {
        uint256 nodes = 2 * MIDDLE + 1;
        grid.spots = new uint256[](nodes);
        grid.targets = new int256[](nodes);
        for (uint256 i; i < nodes; i++) {
            uint256 spot = p.spot * (WAD - innerRange + i * innerRange / MIDDLE) / WAD;
            grid.spots[i] = spot;
            (grid.targets[i],) = HedgeTarget.ofLegs(p.legs, p.weights, spot, p.time);
        }
    }

    function lowest(Grid memory grid) internal pure returns (int256 target, uint256 spot) {
        (target, spot) = (grid.targets[0], grid.spots[0]);
        for (uint256 i = 1; i < grid.spots.length; i++) {
            if (grid.targets[i] < target) (target, spot) = (grid.targets[i], grid.spots[i]);
        }
    }

    /// @notice max |T|.
    function widest(Grid memory grid) internal pure returns (uint256 range) {
        for (uint256 i; i < grid.targets.length; i++) {
            int256 t = grid.targets[i];
            uint256 size = uint256(t < 0 ? -t : t);
            if (size > range) range = size;
        }
    }
}
