// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Ladder} from "../types/Mandate.sol";
import {Exponential} from "./Exponential.sol";
import {Logarithm} from "./Logarithm.sol";

/// @title Reading a ladder: cubic Hermite in spot on its deltas and gammas, linear in time
/// @notice Nodes lie at lowestSpot * step^i. Outside the table, in spot or time, the nearest edge holds, with gamma zero.
library LadderCurve {
    uint256 private constant WAD = 1e18;
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;

    /// @dev A cell of the spot axis: its node, the node's spot, width, and the place in it, 0 to 1, 18 decimals.
    struct Cell {
        uint256 node;
        uint256 width;
        uint256 place;
        bool inside;
    }

    /// @notice Target and dT/dS at a spot and time.
    function at(Ladder memory l, uint256 spot, uint256 time)
        internal
        pure
        returns (int256 target, int256 gamma, bool inside)
    {
        Cell memory cell = _cell(l, spot);
        uint256 slice;
        uint256 late; // place between two slices, 18 decimals
        (slice, late, inside) = _slice(l, time);
        (int256 t0, int256 g0) = _hermite(l, slice, cell);
        (int256 t1, int256 g1) = late == 0 ? (t0, g0) : _hermite(l, slice + 1, cell);
        target = t0 + (t1 - t0) * int256(late) / int256(WAD);
        inside = inside && cell.inside;
        if (inside) gamma = g0 + (g1 - g0) * int256(late) / int256(WAD);
    }

    /// @notice What is left of the variance at a time, a line; before and after the table that of its edge.
    function varianceAt(Ladder memory l, uint256 time) internal pure returns (uint256) {
        (uint256 from, uint256 to) = (l.times[0], l.times[l.times.length - 1]);
        if (time <= from) return l.firstVariance;
        if (time >= to) return l.lastVariance;
        return (l.firstVariance * (to - time) + l.lastVariance * (time - from)) / (to - from);
    }

    /// @notice Spot of a node.
    function nodeSpot(uint256 lowest, uint256 step, uint256 node) internal pure returns (uint256) {
        return halfNodeSpot(lowest, Logarithm.lnRatio(step, WAD) / 2, 2 * node);
    }

    /// @notice Spot half steps above the lowest node, from half the logarithm of the step in Q128.
    function halfNodeSpot(uint256 lowest, int256 logHalfStep, uint256 halves)
        internal
        pure
        returns (uint256)
    {
        return (lowest * Exponential.exp(logHalfStep * int256(halves) >> 32)) >> 96;
    }

    /// @notice Target of a slice at a spot between two neighbouring nodes.
    function between(Ladder memory l, uint256 slice, uint256 node, uint256 from, uint256 spot, uint256 to)
        internal
        pure
        returns (int256 target)
    {
        (target,) = _hermite(l, slice, Cell(node, to - from, (spot - from) * WAD / (to - from), true));
    }

    function _cell(Ladder memory l, uint256 spot) private pure returns (Cell memory cell) {
        uint256 lowest = l.lowestSpot;
        if (spot > MAX_AMOUNT) spot = MAX_AMOUNT;
        if (spot < lowest) {
            cell.width = nodeSpot(lowest, l.step, 1) - lowest;
            return cell;
        }
        cell.node = uint256(Logarithm.lnRatio(spot, lowest) / Logarithm.lnRatio(l.step, WAD));
        if (cell.node + 1 >= l.nodes) cell.node = l.nodes - 2;
        uint256 from = nodeSpot(lowest, l.step, cell.node);
        cell.width = nodeSpot(lowest, l.step, cell.node + 1) - from;
        // The quotient of logarithms may fall on either side of a node.
        if (spot > from) cell.place = (spot - from) * WAD / cell.width;
        cell.inside = cell.place <= WAD;
        if (!cell.inside) cell.place = WAD;
    }

    function _slice(Ladder memory l, uint256 time)
        private
        pure
        returns (uint256 slice, uint256 late, bool inside)
    {
        uint40[] memory times = l.times;
        if (time < times[0]) return (0, 0, false);
        uint256 last = times.length - 1;
        if (time > times[last]) return (last, 0, false);
        while (slice + 1 < last && time >= times[slice + 1]) slice++;
        late = (time - times[slice]) * WAD / (times[slice + 1] - times[slice]);
        inside = true;
    }

    /// @dev Value and slope of the cubic through both nodes of the cell.
    function _hermite(Ladder memory l, uint256 slice, Cell memory cell)
        private
        pure
        returns (int256 value, int256 slope)
    {
        uint256 index = slice * l.nodes + cell.node;
        int256 p = int256(cell.place);
        int256 q = int256(WAD) - p;
        int256 width = int256(cell.width);
        int256 rise = int256(l.deltas[index + 1]) - l.deltas[index];
        int256 m0 = int256(l.gammas[index]) * width / int256(WAD);
        int256 m1 = int256(l.gammas[index + 1]) * width / int256(WAD);
        // value = d0 + p (rise + q (q m0' - p m1')), with m' the node slopes less the chord's
        int256 bend = (q * (m0 - rise) - p * (m1 - rise)) / int256(WAD);
        value = int256(l.deltas[index]) + p * (rise + q * bend / int256(WAD)) / int256(WAD);
        // its derivative, over the width
        int256 rate =
            q * (q - 2 * p) / int256(WAD) * (m0 - rise) + p * (p - 2 * q) / int256(WAD) * (m1 - rise);
        slope = (rise + rate / int256(WAD)) * int256(WAD) / width;
    }
}
