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
    /// @notice What the hub believes of a book on a spoke.
    /// @param ledger last proven ledger; @param time spoke time of the report that proved it
    /// @param provenSequence report it was proven under
    struct Claim {
        Ledger ledger;
        uint64 time;
        uint64 provenSequence;
    }

    /// @notice The body published last has series: a spoke may still hedge them.
    error BodyNotEmpty(uint64 book, uint64 spoke);
    error NotReported(uint64 spoke, uint64 reported, uint64 need);
    error HeartbeatTooSoon(uint64 spoke, uint256 elapsed, uint256 least);
    error LadderError(uint256 bound, uint256 limit);
    error BadLedgerProof(uint64 book, uint64 spoke);
    error StaleProof(uint64 sequence, uint64 proven);
    error Quarantined(uint64 book, uint64 spoke);
    /// @notice The last report of a spoke where the book has something is older than governed.
    error ReportTooOld(uint64 spoke, uint256 age, uint256 limit);
    /// @notice A spoke that has been silent for the governed age gets no new lease: its death must come in sight.
    error SpokeSilent(uint64 spoke, uint256 silence, uint256 limit);
    /// @notice The epoch would outrun what the spoke is known to have by more than it accepts.
    error EpochAhead(uint64 spoke, uint256 epoch, uint256 most);
    error StaleReport(uint64 spoke, uint64 sequence, uint64 last);
    /// @notice The epoch of the message is not the sequence of the report in it.
    error SequenceMismatch(uint64 epoch, uint64 sequence);
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
    event HeartbeatSent(uint64 indexed spoke, Heartbeat heartbeat);
    event ConfigSent(uint64 indexed spoke, uint64 version, bytes32 digest);
    event ReportReceived(uint64 indexed spoke, Report report);
    event ClaimProven(uint64 indexed book, uint64 indexed spoke, uint64 sequence, Ledger ledger);
    event QuarantineSet(uint64 indexed spoke, bool quarantined, bytes32 reason);

    /// @notice Rebuilds the bodies of a book on every spoke where it was placed, updates the trees where series, sizes or
    /// allocation differ or a vol of the target or the requirement has moved by the governed share, and says the exposure. Anyone.
    function publish(uint64 book) external;
    /// @notice Sends a heartbeat: epoch + 1, a lease of the governed length, roots of now. Anyone; without change since the
    /// last one not before a quarter of the lease, but at once if the spoke reported a heartbeat the hub does not know (P3).
    /// A spoke silent for longer than the governed report age gets none until it reports.
    function heartbeat(uint64 spoke) external payable returns (uint64 epoch);
    /// @notice Sends the last heartbeat again (lost, reorged). Anyone.
    function resendHeartbeat(uint64 spoke) external payable;
    /// @notice Sends the config snapshot of RiskParameters; its epoch is the snapshot's version. Anyone.
    function sendConfig(uint64 spoke) external payable;
    /// @notice Proves a book's ledger under the last report of a spoke. Anyone. A proven ledger that cannot be true (a counter
    /// fell, more received and refunded than sent, more refunded than expired, less than nothing held) quarantines the spoke
    /// and leaves the claim as it was.
    function prove(uint64 spoke, Ledger calldata ledger, uint32 index, bytes32[] calldata proof) external;
    /// @notice Spokes that may have a claim of the book: where AllocationBook ever placed it.
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
    /// @notice Reverts unless the spoke has reported an epoch that carries the book's last change of series, sizes or
    /// allocation there, and is not quarantined.
    function requireCarried(uint64 book, uint64 spoke) external view;
    /// @notice The same, and the body published last has no series.
    function requireEmptied(uint64 book, uint64 spoke) external view;
    /// @notice Epoch of the spoke that carries that change.
    function carriedBy(uint64 book, uint64 spoke) external view returns (uint64);
    /// @notice From when a spoke counts as dead: its last report older than governed, and its last lease and grace over.
    function deadAt(uint64 spoke) external view returns (uint256);
    function mandateRoot(uint64 spoke) external view returns (bytes32);
    /// @notice The body as published last, empty if none. A ladder is given back as the list it was made of: its table is in
    /// its event only.
    function bodyOf(uint64 book, uint64 spoke) external view returns (MandateBody memory);
}
