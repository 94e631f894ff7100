// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Where each book is hedged
/// @notice A book's target on a spoke is offset + share * T. Settled, its shares sum to one and its offsets to zero: one
/// active spoke has share one, offsets put inventory where it is cheap. Changes are make-before-break (P17).
interface IAllocationBook {
    /// @param offset base units wanted there whatever T, 18 decimals
    /// @param share part of T hedged there, 18 decimals
    struct Allocation {
        int128 offset;
        uint64 share;
    }

    error NotHedged(uint64 book);
    /// @notice The book has never been placed on the spoke.
    error NotPlaced(uint64 book, uint64 spoke);
    error AlreadyPlaced(uint64 book);
    error NothingToHedge(uint64 book);
    error NotAuthorised(uint64 book, address caller);
    error BookNotEmpty(uint64 book, uint256 positions);
    /// @notice More was to move away from a spoke than it has.
    error ShareExceeded(uint64 book, uint64 spoke, uint256 share, uint256 has);
    error SameSpoke(uint64 spoke);
    /// @notice A move shifts more base than the governed share of the target's range, or than 5 % of a day's volume of either spoke.
    error AllocationGap(uint256 gap, uint256 limit);
    /// @notice An allocation may not ask a spoke for less than nothing: there are no shorts on spokes.
    error AllocationBelowZero(uint64 book, uint64 spoke, int256 lowest);
    error MovePending(uint64 book, uint64 growing, uint64 epoch);
    error NoMovePending(uint64 book);
    error SpokeNotDead(uint64 spoke, uint256 deadAt, uint256 nowTime);
    /// @notice The claim that would become an offset is older than the spoke's last report: prove it first. `proven` is zero
    /// for a book that quote was sent for and of which neither a ledger nor its absence is shown.
    error ClaimNotProven(uint64 book, uint64 spoke, uint64 proven, uint64 sequence);

    event AllocationSet(uint64 indexed book, uint64 indexed spoke, Allocation allocation);
    event MoveStarted(
        uint64 indexed book, uint64 indexed from, uint64 indexed to, uint64 share, int128 offset, uint64 epoch
    );
    event MoveCompleted(uint64 indexed book, uint64 indexed from, uint64 indexed to);

    /// @notice First allocation of a book without positions, or another while it has none: all of T on `spoke`. The spokes
    /// left must have reported a body without series, and no offsets may stand. Owner, operator or relayer.
    function place(uint64 book, uint64 spoke) external;
    /// @notice Places a hedged book with positions that never was placed on the hub's own spoke. Anyone; `publish` does it by
    /// itself.
    function placeAtHome(uint64 book) external;
    /// @notice Starts a move of at most the governed gap: `to` grows at once by `share` and `offset`, `from` shrinks by them
    /// in `completeMove`, after `to` has reported an epoch that carries the growth. Every spoke of the book must have
    /// reported its last change before. Publishes the book. Relayer.
    function startMove(uint64 book, uint64 from, uint64 to, uint64 share, int128 offset) external;
    /// @notice Second half of a move; publishes the book. Anyone.
    function completeMove(uint64 book) external;
    /// @notice Makes what a dead spoke last reported to hold of the book an offset and moves its share to `to`; publishes the
    /// book. The ledger must be proven under that report; a book that none was ever proven of holds nothing if no quote was
    /// ever sent for it, or if `absence` shows its leaf empty there. Owner, operator or relayer choose `to`; anyone else may
    /// only choose the hub's own spoke.
    /// @param absence siblings of the book's empty leaf in the tree of ledgers (`indexOf`); else not looked at
    function retireDead(uint64 book, uint64 spoke, uint64 to, bytes32[] calldata absence) external;

    function allocation(uint64 book, uint64 spoke) external view returns (Allocation memory);
    /// @notice Spokes where the book was ever placed: all that may have an allocation or a claim of it.
    function spokesOf(uint64 book) external view returns (uint64[] memory);
    /// @notice A move that has not finished; zeros when none. `epoch` of `to` carries the growth.
    function pendingMove(uint64 book)
        external
        view
        returns (uint64 from, uint64 to, uint64 share, int128 offset, uint64 epoch);
    /// @notice Leaf index of a book in the mandate, fund and ledger trees of a spoke; reverts before it is placed there.
    function indexOf(uint64 book, uint64 spoke) external view returns (uint32);
}
