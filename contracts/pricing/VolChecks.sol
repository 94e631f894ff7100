// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IVolSurface} from "../interfaces/IVolSurface.sol";
import {Smile} from "../types/Smile.sol";
import {Svi} from "./Svi.sol";
import {VolTerm} from "./VolTerm.sol";

/// @title What a surface must satisfy to come into force
/// @notice Range of vol at every k of the width; butterflies, calendar arbitrage and steps at the nodes of a grid over it.
library VolChecks {
    /// @param smiles in rising order
    /// @param rows annual variance of smile i at node j, at i * nodes + j
    struct Grid {
        Smile[] smiles;
        uint256[] rows;
    }

    uint256 private constant WAD = 1e18;
    /// @dev Of the grid; odd, so that k = 0 is one.
    uint256 internal constant NODES = 33;
    uint256 private constant YEAR = 365 days;

    /// @notice One node is enough where neither surface has a smile.
    function nodesOf(Smile[] memory old, Smile[] memory next) internal pure returns (uint256) {
        return _isFlat(old) && _isFlat(next) ? 1 : NODES;
    }

    function nodeAt(uint256 j, uint256 width) internal pure returns (int256) {
        return int256(2 * width * j / (NODES - 1)) - int256(width);
    }

    /// @notice The variances of a surface that was checked before.
    /// @param ownWidth k saturates there
    /// @param width of the grid
    function gridOf(Smile[] memory smiles, uint256 ownWidth, uint256 width, uint256 nodes)
        internal
        pure
        returns (Grid memory grid)
    {
        grid = Grid(smiles, new uint256[](smiles.length * nodes));
        int256 edge = int256(ownWidth);
        for (uint256 j; j < nodes; j++) {
            int256 k = nodeAt(j, width);
            if (k > edge) k = edge;
            if (k < -edge) k = -edge;
            for (uint256 i; i < smiles.length; i++) {
                grid.rows[i * nodes + j] = VolTerm.positive(Svi.variance(smiles[i], k));
            }
        }
    }

    /// @notice Smiles in rising order after now, in range, without butterflies, total variance not falling.
    function requireSound(Smile[] memory smiles, IVolSurface.Terms memory terms, uint256 nodes)
        internal
        view
        returns (Grid memory grid)
    {
        grid = Grid(smiles, new uint256[](smiles.length * nodes));
        uint40 before = uint40(block.timestamp);
        for (uint256 i; i < smiles.length; i++) {
            Smile memory s = smiles[i];
            if (s.expiry <= before) revert IVolSurface.ExpiriesNotRising(before, s.expiry);
            before = s.expiry;
            int256 t = int256((s.expiry - block.timestamp) * WAD / YEAR);
            Svi.requireRange(s, t, int256(uint256(terms.width) / (NODES - 1)));
            _requireVols(s, terms);
            _fill(grid, i, nodes, terms.width, t);
            if (i != 0) _requireCalendar(grid, i, nodes, terms.width);
        }
    }

    /// @notice Every vol of the surface moves by at most `maxStep` of itself.
    /// @dev Between the expiries of both surfaces taken together each total variance is linear, so the ratio of the two is
    /// monotone there: checking those expiries checks all.
    function requireStep(Grid memory old, Grid memory next, uint256 nodes, IVolSurface.Terms memory terms)
        internal
        view
    {
        for (uint256 i; i < next.smiles.length; i++) {
            _requireStep(old, next, nodes, terms, next.smiles[i].expiry);
        }
        for (uint256 i; i < old.smiles.length; i++) {
            uint40 expiry = old.smiles[i].expiry;
            if (expiry > block.timestamp) _requireStep(old, next, nodes, terms, expiry);
        }
    }

    function _requireVols(Smile memory s, IVolSurface.Terms memory terms) private pure {
        (int256 least, int256 most) = Svi.extremes(s, int256(uint256(terms.width)));
        if (least < int256(uint256(terms.minVol) * terms.minVol / WAD)) {
            revert IVolSurface.VolOutOfRange(
                VolTerm.toVol(VolTerm.positive(least)), terms.minVol, terms.maxVol
            );
        }
        if (most > int256(uint256(terms.maxVol) * terms.maxVol / WAD)) {
            revert IVolSurface.VolOutOfRange(VolTerm.toVol(uint256(most)), terms.minVol, terms.maxVol);
        }
    }

    function _fill(Grid memory grid, uint256 i, uint256 nodes, uint256 width, int256 t) private pure {
        Smile memory s = grid.smiles[i];
        for (uint256 j; j < nodes; j++) {
            int256 k = nodeAt(j, width);
            (int256 v, int256 g) = Svi.durrleman(s, k, t);
            if (g < 0) revert IVolSurface.Butterfly(s.expiry, k, g);
            grid.rows[i * nodes + j] = uint256(v);
        }
    }

    /// @dev Both total variances fall at a constant rate to the earlier expiry, where the earlier one is zero: order today is
    /// order until then.
    function _requireCalendar(Grid memory grid, uint256 i, uint256 nodes, uint256 width) private view {
        uint256 early = grid.smiles[i - 1].expiry - block.timestamp;
        uint256 late = grid.smiles[i].expiry - block.timestamp;
        for (uint256 j; j < nodes; j++) {
            uint256 least = grid.rows[(i - 1) * nodes + j] * early;
            uint256 total = grid.rows[i * nodes + j] * late;
            if (total < least) {
                revert IVolSurface.CalendarArbitrage(
                    grid.smiles[i].expiry, nodes == 1 ? int256(0) : nodeAt(j, width), total, least
                );
            }
        }
    }

    function _requireStep(
        Grid memory old,
        Grid memory next,
        uint256 nodes,
        IVolSurface.Terms memory terms,
        uint40 expiry
    ) private view {
        uint256[] memory before = _cut(old, nodes, expiry);
        uint256[] memory becomes = _cut(next, nodes, expiry);
        uint256 up = (WAD + terms.maxStep) ** 2;
        uint256 down = terms.maxStep < WAD ? (WAD - terms.maxStep) ** 2 : 0;
        for (uint256 j; j < nodes; j++) {
            uint256 scaled = becomes[j] * WAD * WAD;
            if (scaled > before[j] * up || scaled < before[j] * down) {
                revert IVolSurface.VolStep(
                    expiry,
                    nodes == 1 ? int256(0) : nodeAt(j, terms.width),
                    VolTerm.toVol(before[j]),
                    VolTerm.toVol(becomes[j]),
                    terms.maxStep
                );
            }
        }
    }

    /// @dev Annual variances of one expiry at all nodes.
    function _cut(Grid memory grid, uint256 nodes, uint40 expiry)
        private
        view
        returns (uint256[] memory cut)
    {
        (uint256 left, uint256 right) = VolTerm.around(grid.smiles, expiry, block.timestamp);
        (uint256 early, uint256 late) = (grid.smiles[left].expiry, grid.smiles[right].expiry);
        cut = new uint256[](nodes);
        for (uint256 j; j < nodes; j++) {
            uint256 v = grid.rows[left * nodes + j];
            cut[j] = left == right
                ? v
                : VolTerm.between(early, v, late, grid.rows[right * nodes + j], expiry, block.timestamp);
        }
    }

    function _isFlat(Smile[] memory smiles) private pure returns (bool) {
        for (uint256 i; i < smiles.length; i++) {
            if (smiles[i].b != 0) return false;
        }
        return true;
    }
}
