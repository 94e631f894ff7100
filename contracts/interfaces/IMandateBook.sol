// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MandateBody} from "../types/Mandate.sol";
import {Ledger} from "../types/Ledger.sol";
import {Heartbeat, Report} from "../types/Message.sol";
import {IControlHandler} from "./IHedgeTransport.sol";

/// @title Mandates, heartbeats and reports, hub side
/// @notice Keeps per spoke a tree of mandate bodies and the roots a heartbeat carries, and takes in reports. State, never
/// events, crosses chains: whatever is lost, the next epoch heals.
interface IMandateBook is IControlHandler {
    /// @notice target on a spoke = offset + share * T.
    struct Allocation {
        int128 offset;
        uint64 share;
    }

    /// @notice What the hub believes of a book on a spoke.
    /// @param ledger last proven ledger; @param time spoke time of the report that proved it
    /// @param provenSequence report it was proven under
    struct Claim {
        Ledger ledger;
        uint64 time;
        uint64 provenSequence;
    }

    error UnknownSpoke(uint64 spoke);
    error UnknownBook(uint64 book);
    error NotHedged(uint64 book);
    error AllocationSum(int256 offsets, uint256 shares);
    error AllocationGap(uint256 gap, uint256 limit);
    error MovePending(uint64 book, uint64 growing, uint64 epoch);
    error NoMovePending(uint64 book);
    error NotReported(uint64 spoke, uint64 reported, uint64 need);
    error HeartbeatTooSoon(uint64 spoke, uint256 elapsed, uint256 least);
    error LadderError(uint256 bound, uint256 limit);
    error BadLedgerProof(uint64 book, uint64 spoke);
    error StaleProof(uint64 sequence, uint64 proven);
    error CounterFell(uint64 book, uint64 spoke);
    error Quarantined(uint64 book, uint64 spoke);
    error SpokeNotDead(uint64 spoke, uint256 deadAt, uint256 nowTime);
    /// @notice The last report of a spoke where the book has something is older than governed.
    error ReportTooOld(uint64 spoke, uint256 age, uint256 limit);
    /// @notice A spoke that has been silent for the governed age gets no new lease: its death must come in sight.
    error SpokeSilent(uint64 spoke, uint256 silence, uint256 limit);
    /// @notice The epoch would outrun what the spoke is known to have by more than it accepts.
    error EpochAhead(uint64 spoke, uint64 epoch, uint64 most);
    /// @notice The book has never been placed on the spoke.
    error NotPlaced(uint64 book, uint64 spoke);
    error NotAuthorised(uint64 book, address caller);
    error BookNotEmpty(uint64 book, uint256 positions);
    /// @notice An allocation may not ask a spoke for less than nothing: there are no shorts on spokes.
    error AllocationBelowZero(uint64 book, uint64 spoke, int256 lowest);
    error StaleReport(uint64 spoke, uint64 sequence, uint64 last);
    error NothingSent(uint64 spoke);

    /// @notice A body is the newest for its leaf; `root` the resulting mandate root of the spoke. It takes force with the
    /// spoke's next heartbeat.
    event MandatePublished(
        uint64 indexed book, uint64 indexed spoke, uint32 index, MandateBody body, bytes32 leaf, bytes32 root
    );
    /// @notice What MarginEngine says of the book at publication: the exposure that indexers show. 18-decimal quote; delta in
    /// base units, gamma per 1.00 quote, vega per 1.00 vol, theta per year.
    event ExposurePublished(
        uint64 indexed book,
        int256 equityLow,
        int256 equityHigh,
        uint256 requirement,
        uint256 fundingNeed,
        int256 fundingHave,
        int256 delta,
        int256 gamma,
        int256 vega,
        int256 theta
    );
    event AllocationSet(uint64 indexed book, uint64 indexed spoke, Allocation allocation);
    event HeartbeatSent(uint64 indexed spoke, Heartbeat heartbeat);
    event ConfigSent(uint64 indexed spoke, uint64 version, bytes32 digest);
    event ReportReceived(uint64 indexed spoke, Report report);
    event ClaimProven(uint64 indexed book, uint64 indexed spoke, uint64 sequence, Ledger ledger);
    event QuarantineSet(uint64 indexed spoke, bool quarantined, bytes32 reason);

    /// @notice First allocation of a book without positions, or any while it has none: all of T on `spoke`. Owner or relayer.
    function place(uint64 book, uint64 spoke) external;
    /// @notice Starts a make-before-break move of at most the governed gap: `to` grows at once by `share` and `offset`,
    /// `from` shrinks by them in `completeMove`, after `to` has reported an epoch that carries the growth. Relayer.
    function startMove(uint64 book, uint64 from, uint64 to, uint64 share, int128 offset) external;
    function completeMove(uint64 book) external;
    /// @notice Rebuilds the bodies of a book on every spoke where it has an allocation and updates the trees. Anyone.
    function publish(uint64 book) external;
    /// @notice Sends a heartbeat: epoch + 1, a lease of the governed length, roots of now. Anyone; without change since the
    /// last one not before a quarter of the lease.
    function heartbeat(uint64 spoke) external payable returns (uint64 epoch);
    /// @notice Sends the last heartbeat again (lost, reorged). Anyone.
    function resendHeartbeat(uint64 spoke) external payable;
    /// @notice Sends the config snapshot of RiskParameters. Anyone.
    function sendConfig(uint64 spoke) external payable;
    /// @notice Proves a book's ledger under the last report of a spoke. Anyone.
    function prove(uint64 spoke, Ledger calldata ledger, uint32 index, bytes32[] calldata proof) external;
    /// @notice Makes the last reported inventory of a dead spoke an offset and moves its share to `to`. Anyone.
    function retireDead(uint64 book, uint64 spoke, uint64 to) external;

    function allocation(uint64 book, uint64 spoke) external view returns (Allocation memory);
    /// @notice Spokes with an allocation or a claim of the book.
    function spokesOf(uint64 book) external view returns (uint64[] memory);
    function claim(uint64 book, uint64 spoke) external view returns (Claim memory);
    function lastHeartbeat(uint64 spoke) external view returns (Heartbeat memory);
    function lastReport(uint64 spoke) external view returns (Report memory report, uint64 arrival);
    function isQuarantined(uint64 spoke) external view returns (bool);
    /// @notice Recognised quote and base of a book on a spoke after the bound of P15; see MarginEngine for its value.
    /// @return quote native, signed
    /// @return base native, signed
    /// @return transit native quote in both directions, before haircut
    /// @return oldest time the oldest of that transit was sent
    function recognised(uint64 book, uint64 spoke)
        external
        view
        returns (int256 quote, int256 base, uint256 transit, uint64 oldest);
    /// @notice Most value (18-decimal quote) the hub may recognise for a book from a spoke (P15).
    function recognisedCap(uint64 book, uint64 spoke) external view returns (uint256);
    /// @notice Reverts while new risk of the book is refused: a spoke of its is quarantined or its report too old (P21).
    function requireTrusted(uint64 book) external view;
    /// @notice Whether `requireTrusted` passes.
    function isTrusted(uint64 book) external view returns (bool);
    function mandateRoot(uint64 spoke) external view returns (bytes32);
    /// @notice The body as published last; empty legs and ladder if none.
    function bodyOf(uint64 book, uint64 spoke) external view returns (MandateBody memory);
    /// @notice Leaf index of a book in every tree of a spoke.
    function indexOf(uint64 book, uint64 spoke) external view returns (uint32);
}
