// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Logarithm} from "../../pricing/Logarithm.sol";
import {Portfolio} from "../../types/Margin.sol";
import {Curve, CurveValue} from "./Curve.sol";

/// @title Targets of a book over the inner scenario range
/// @notice Seventeen spots evenly spaced over spot * (1 ± innerRange); the spot itself is the middle one. The targets are
/// those of `HedgeTarget`, leg by leg along its curve.
library TargetGrid {
    using CurveValue for Curve;

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
        int256[] memory shifts = new int256[](nodes);
        for (uint256 i; i < nodes; i++) {
            uint256 multiple = WAD - innerRange + i * innerRange / MIDDLE;
            grid.spots[i] = p.spot * multiple / WAD;
            shifts[i] = Logarithm.lnRatio(multiple, WAD);
        }
        for (uint256 j; j < p.legs.length; j++) {
            int256 live = int256(p.legs[j].size) * int256(p.weights[j]) / int256(WAD);
            if (live == 0) continue;
            Curve memory curve = CurveValue.along(p.legs[j], p.spot, p.time);
            _add(grid.targets, shifts, curve, curve.width(p.legs[j].vol), live);
        }
    }

    /// @dev Sizes have 128 bits and deltas 60: nothing overflows.
    function _add(int256[] memory targets, int256[] memory shifts, Curve memory curve, uint256 v, int256 live)
        private
        pure
    {
        unchecked {
            for (uint256 i; i < targets.length; i++) {
                targets[i] -= live * curve.delta(shifts[i], v) / int256(WAD);
            }
        }
    }

    /// @notice offset + share * T, and never less than nothing: no spoke holds shorts.
    function part(Grid memory grid, int256 offset, uint256 share) internal pure returns (Grid memory) {
        for (uint256 i; i < grid.targets.length; i++) {
            int256 target = offset + int256(share) * grid.targets[i] / int256(WAD);
            grid.targets[i] = target > 0 ? target : int256(0);
        }
        return grid;
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
