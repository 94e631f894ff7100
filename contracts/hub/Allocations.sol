// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAllocationBook} from "../interfaces/IAllocationBook.sol";

/// @title Where a book is hedged: offset + share * T per spoke
/// @notice
/// ```
///  settled ── start ──> growing: `to` has more ── `to` reported it ──> finish: `from` has less ── `from` reported it ──> settled
/// ```
/// @dev Settled, shares sum to one and offsets to zero. While a move runs, sums exceed that by what moves, whatever mix of
/// old and new epochs the spokes are in, and never by more than the governed gap (P17).
library Allocations {
    using SafeCast for int256;
    using SafeCast for uint256;

    uint256 internal constant ONE = 1e18;

    /// @param placed one plus the book's leaf index on the spoke; zero when it was never there
    struct Place {
        IAllocationBook.Allocation allocation;
        uint32 placed;
    }

    struct Move {
        uint64 from;
        uint64 to;
        uint64 share;
        int128 offset;
    }

    /// @param spokes where the book was ever placed
    struct Plan {
        uint64[] spokes;
        Move move;
        mapping(uint64 spoke => Place) places;
    }

    function start(Plan storage plan, uint64 book, Move memory move) internal {
        IAllocationBook.Allocation storage from = plan.places[move.from].allocation;
        if (move.share > from.share) {
            revert IAllocationBook.ShareExceeded(book, move.from, move.share, from.share);
        }
        _shift(plan, move.to, int256(uint256(move.share)), move.offset);
        plan.move = move;
    }

    function finish(Plan storage plan) internal {
        Move memory move = plan.move;
        _shift(plan, move.from, -int256(uint256(move.share)), -int256(move.offset));
        delete plan.move;
    }

    /// @notice Gives up a move that has not finished.
    function cancel(Plan storage plan) internal {
        Move memory move = plan.move;
        _shift(plan, move.to, -int256(uint256(move.share)), -int256(move.offset));
        delete plan.move;
    }

    /// @notice Leaves `base` on a spoke as an offset and takes the rest of its allocation to `to`.
    function retire(Plan storage plan, uint64 spoke, uint64 to, int128 base) internal {
        IAllocationBook.Allocation memory dead = plan.places[spoke].allocation;
        int256 moved = int256(dead.offset) - base;
        _shift(plan, spoke, -int256(uint256(dead.share)), -moved);
        _shift(plan, to, int256(uint256(dead.share)), moved);
    }

    function isMoving(Plan storage plan) internal view returns (bool) {
        return plan.move.from != plan.move.to;
    }

    /// @notice The largest distance between the sum of the targets and T that a move opens, base units.
    function gapOf(Move memory move, uint256 range) internal pure returns (uint256) {
        int256 offset = move.offset;
        return
            Math.mulDiv(move.share, range, ONE, Math.Rounding.Ceil) + uint256(offset < 0 ? -offset : offset);
    }

    /// @notice Smallest target of an allocation while T is at least `lowest` and that is not negative.
    function lowestOf(int256 share, int256 offset, int256 lowest) internal pure returns (int256) {
        return offset + share * (lowest > 0 ? lowest : int256(0)) / int256(ONE);
    }

    function _shift(Plan storage plan, uint64 spoke, int256 share, int256 offset) private {
        IAllocationBook.Allocation storage a = plan.places[spoke].allocation;
        a.share = (int256(uint256(a.share)) + share).toUint256().toUint64();
        a.offset = (int256(a.offset) + offset).toInt128();
    }
}
